"""Names, addresses, birthdays and telephone numbers that nobody here made up, in every language that the
generator knows: whatever `clean` lets through, `check` must take, and no user may get lost on the way."""

import csv
import json
import subprocess

import pytest
from faker import Faker
from faker.config import AVAILABLE_LOCALES

from conftest import BINARY

USERS = 100
POOL = {
    "UserPool": {
        "AutoVerifiedAttributes": ["email"],
        "MfaConfiguration": "OFF",
        "UsernameConfiguration": {"CaseSensitive": False},
    }
}
COLUMNS = [
    "name",
    "given_name",
    "family_name",
    "email",
    "email_verified",
    "birthdate",
    "phone_number",
    "phone_number_verified",
    "address",
    "cognito:mfa_enabled",
    "cognito:username",
]
LOCALES = sorted(AVAILABLE_LOCALES)
# What the generator writes in place of a country's code.
COUNTRIES = {"AA": None, "QC": "CA"}


def users(locale):
    fake = Faker(locale)
    fake.seed_instance(4711)
    for number in range(USERS):
        yield {
            "name": fake.name(),
            "given_name": fake.first_name(),
            "family_name": fake.last_name(),
            "email": fake.email(),
            "email_verified": fake.random_element(["true", "True", "1", "yes", ""]),
            "birthdate": fake.date_of_birth().isoformat(),
            # Many of them cannot be dialled, and their rows are set aside.
            "phone_number": getattr(fake, "phone_number", str)() if number % 2 else "",
            "phone_number_verified": "",
            "address": fake.address(),
            "cognito:mfa_enabled": "",
            "cognito:username": fake.random_element([fake.user_name(), fake.user_name(), fake.name()]) + str(number),
        }


def tool(folder, *words):
    command = [BINARY, *words, "--user-pool", "pool.json", "--csv-header", "header.csv", "--format", "json"]
    ended = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert ended.returncode in (0, 1), ended.stderr
    return ended.returncode, json.loads(ended.stdout)


def test_there_are_many_locales():
    assert len(LOCALES) >= 30


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_cleaned_passes_and_nobody_is_lost(locale, tmp_path):
    (tmp_path / "pool.json").write_text(json.dumps(POOL))
    (tmp_path / "header.csv").write_text(",".join(COLUMNS) + "\n")
    with (tmp_path / "export.csv").open("w", newline="", encoding="utf-8") as out:
        rows = csv.DictWriter(out, COLUMNS)
        rows.writeheader()
        rows.writerows(users(locale))
    country = locale.split("_")[1] if "_" in locale else None
    country = COUNTRIES.get(country, country)
    region = ["--default-region", country] if country else []
    _, cleaned = tool(
        tmp_path, "clean", "export.csv", "--from", "rfc4180", *region,
        "--newlines-to-space", "--output", "users.csv", "--rejected", "rejected.csv",
    )  # fmt: skip
    kept = (tmp_path / "users.csv").read_bytes().splitlines()[1:]
    with (tmp_path / "rejected.csv").open(newline="", encoding="utf-8") as rejected:
        set_aside = list(csv.DictReader(rejected))
    assert len(kept) + len(set_aside) == USERS
    # Something must come through, or nothing is shown.
    assert len(kept) >= USERS // 10
    status, checked = tool(tmp_path, "check", "users.csv")
    assert status == 0, checked
    prediction = checked["prediction"]
    counts = [prediction[name] for name in ("ImportedUsers", "SkippedUsers", "FailedUsers")]
    assert counts == [len(kept), 0, 0]
