"""The checks that a data engineer writes by hand before an import: pandas_checks.py FILE

Prints how many rows fail each of them; the status is 1 where any does.
"""

import sys

import pandas as pd

TEXTS = (
    "name given_name family_name middle_name nickname preferred_username profile picture website "
    "email gender zoneinfo locale address"
).split()
FLAGS = ["email_verified", "phone_number_verified", "cognito:mfa_enabled"]
EMAIL = r"[^\s@,]+@[^\s@,]+\.[^\s@,]+"
PHONE_NUMBER = r"\+[1-9][0-9]{6,14}"
BIRTHDATE = r"(?:0[1-9]|1[0-2])/(?:0[1-9]|[12][0-9]|3[01])/[0-9]{4}"
USERNAME = r"\S{1,128}"


def failures(users):
    """Each check's name, and which rows fail it."""

    def malformed(column, pattern):
        values = users[column]
        return (values != "") & ~values.str.fullmatch(pattern)

    username = users["cognito:username"]
    verified = users["email_verified"] == "true"
    updated_at = pd.to_numeric(users["updated_at"].where(users["updated_at"] != "", "0"), errors="coerce")

    yield "username missing or malformed", ~username.str.fullmatch(USERNAME)
    yield "username twice", username.duplicated()
    yield "email malformed", malformed("email", EMAIL)
    yield "email missing", users["email"] == ""
    yield "email not verified", ~verified
    yield "phone_number malformed", malformed("phone_number", PHONE_NUMBER)
    yield "phone_number verified but missing", (users["phone_number_verified"] == "true") & (
        users["phone_number"] == ""
    )
    yield "birthdate malformed", malformed("birthdate", BIRTHDATE)
    yield "updated_at malformed", ~(updated_at >= 0)
    yield "MFA is off in the pool", users["cognito:mfa_enabled"] == "true"
    for column in FLAGS:
        yield f"{column} malformed", ~users[column].isin(["true", "false"])
    for column in TEXTS:
        yield f"{column} too long", users[column].str.len() > 2048


def main():
    users = pd.read_csv(sys.argv[1], dtype="str", keep_default_na=False, engine="pyarrow")
    failed = False
    for name, rows in failures(users):
        count = int(rows.sum())
        if count:
            failed = True
            print(f"{name}: {count}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
