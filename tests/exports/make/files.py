"""A fixture: the bytes that a program wrote, and beside them what is true of the people in it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from people import Person

Meaning = Mapping[str, str | Callable[[Person], object]]

# What the columns of the generic table are to Cognito.
TABLE: dict[str, str] = {
    "cognito:username": "username",
    "email": "email",
    "email_verified": "email_verified",
    "given_name": "given",
    "family_name": "family",
    "nickname": "nickname",
    "phone_number": "phone",
    "birthdate": "birthdate",
    "address": "address",
}

# The generic table: the names of its columns, and what of a person is in them.
COLUMNS: list[tuple[str, str]] = [
    ("id", "id"),
    ("username", "username"),
    ("email", "email"),
    ("email_verified", "email_verified"),
    ("given_name", "given"),
    ("family_name", "family"),
    ("nickname", "nickname"),
    ("phone_number", "phone"),
    ("birthdate", "birthdate"),
    ("address", "address"),
    ("note", "note"),
]

# How the generic table is cleaned.
RENAME = ["--rename", "username=cognito:username", "--drop-unknown-columns"]
SPACES = ["--newlines-to-space"]


def cells(person: Person, columns: Sequence[tuple[str, str]] = COLUMNS) -> list[object]:
    """The values of one row, in Python's types."""
    return [getattr(person, key) for _, key in columns]


def as_cognito(value: object) -> str:
    """A value as the import job wants it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return str(int(value.timestamp()))
        case date():
            return value.strftime("%m/%d/%Y")
        case _:
            return str(value)


@dataclass
class File:
    """One file, and its truth."""

    path: str
    writer: str
    what: str
    content: bytes
    people: Sequence[Person]
    options: Sequence[str]
    meaning: Meaning = field(default_factory=lambda: TABLE)
    pool: str = "username"
    header: str = "standard"
    encoding: str = "utf-8"
    # The line of the first user.
    first_line: int = 2
    # The columns whose line breaks the file keeps as they are.
    breaks_in: Sequence[str] = ("address", "note")
    # Why a person cannot be imported from this file, beyond what the values themselves say.
    held: Callable[[Person], str | None] = lambda person: None
    # A text that is only on this person's lines.
    find: Callable[[Person], str] = lambda person: person.email or person.username or ""
    # The order in which they are written, where sorting or a footer changes the lines.
    lines_of: Callable[[Person], tuple[int, int]] | None = None

    def values(self, person: Person) -> dict[str, str]:
        values = {}
        for column, key in self.meaning.items():
            value = key(person) if callable(key) else getattr(person, key)
            if text := as_cognito(value):
                values[column] = text
        return values

    def why_not(self, person: Person, values: Mapping[str, str]) -> str | None:
        """Why the import job, or anyone who is careful, would not take this row; None if it would."""
        if reason := self.held(person):
            return reason
        if "cognito:username" not in values:
            return "the row has no username"
        if not any(
            values.get(f"{column}_verified") == "true" and values.get(column) for column in POOLS[self.pool].verifies
        ):
            return "no address of the row is verified"
        breaks = [column for column, value in values.items() if "\n" in value]
        if breaks and "--newlines-to-space" not in self.options:
            return f"a line break in {breaks[0]}"
        return None

    def truth(self) -> str:
        text = self.content.decode(self.encoding)
        lines = re.split(r"\r\n|\n|\r", text)
        users = []
        line = self.first_line
        for person in self.people:
            kept = sum(str(getattr(person, key) or "").count("\n") for key in self.breaks_in)
            span = self.lines_of(person) if self.lines_of else (line, line + kept)
            line = span[1] + 1
            token = self.find(person)
            seen = [number for number, one in enumerate(lines, 1) if token in one]
            assert token and seen, f"{self.path}: {token!r} is not in the file"
            assert all(span[0] <= number <= span[1] for number in seen), (
                f"{self.path}: {token!r} on {seen}, not on {span}"
            )
            values = self.values(person)
            user = {"lines": span, "find": token, "importable": True}
            if reason := self.why_not(person, values):
                user |= {"importable": False, "why": reason}
            users.append(user | {"values": values})
        head = {
            "file": Path(self.path).name,
            "writer": self.writer,
            "what": self.what,
            "options": list(self.options),
            "csv_header": f"{self.header}.header.json",
            "user_pool": f"{self.pool}.json",
        }
        rows = ",\n".join("    " + json.dumps(user, ensure_ascii=False) for user in users)
        text = json.dumps(head, ensure_ascii=False, indent=2)
        return text.removesuffix("\n}") + ',\n  "users": [\n' + rows + "\n  ]\n}\n"

    def write(self, folder: Path) -> None:
        path = folder / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content)
        path.with_suffix(".truth.json").write_text(self.truth(), encoding="utf-8")


STANDARD = (
    "name given_name family_name middle_name nickname preferred_username profile picture website email "
    "email_verified gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at"
).split()
FLAGS = {"email_verified", "phone_number_verified"}


@dataclass(frozen=True)
class Pool:
    """A user pool."""

    verifies: tuple[str, ...] = ("email",)
    signs_in_with: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()

    def document(self, name: str) -> dict[str, object]:
        """What describe-user-pool answers."""
        attributes: list[dict[str, object]] = []
        for attribute in ["sub", *STANDARD, *self.custom]:
            kind = "Boolean" if attribute in FLAGS else "Number" if attribute == "updated_at" else "String"
            one: dict[str, object] = {
                "Name": attribute,
                "AttributeDataType": kind,
                "DeveloperOnlyAttribute": False,
                "Mutable": attribute != "sub",
                "Required": attribute == "sub",
            }
            if attribute == "birthdate":
                one["StringAttributeConstraints"] = {"MinLength": "10", "MaxLength": "10"}
            elif kind == "String":
                least = "1" if attribute == "sub" else "0"
                one["StringAttributeConstraints"] = {"MinLength": least, "MaxLength": "2048"}
            elif kind == "Number":
                one["NumberAttributeConstraints"] = {"MinValue": "0"}
            attributes.append(one)
        pool: dict[str, object] = {
            "Id": "us-east-1_EXAMPLE01",
            "Name": name,
            "SchemaAttributes": attributes,
            "AutoVerifiedAttributes": list(self.verifies),
            "MfaConfiguration": "OFF",
            "UsernameConfiguration": {"CaseSensitive": False},
            "EstimatedNumberOfUsers": 0,
        }
        if self.signs_in_with:
            pool["UsernameAttributes"] = list(self.signs_in_with)
        return {"UserPool": pool}


POOLS = {
    "username": Pool(),
    "email": Pool(signs_in_with=("email",)),
    "both": Pool(verifies=("email", "phone_number")),
    "custom": Pool(custom=("custom:legacy_id", "custom:plan")),
}
HEADERS = {"standard": (), "custom": POOLS["custom"].custom}


def write_pools(folder: Path) -> None:
    """The pools and the CSVHeaders that the truths name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pool in POOLS.items():
        (folder / f"{name}.json").write_text(json.dumps(pool.document(name)) + "\n")
    for name, custom in HEADERS.items():
        names = [*STANDARD, *custom, "cognito:mfa_enabled", "cognito:username"]
        answer = {"UserPoolId": "us-east-1_EXAMPLE01", "CSVHeader": names}
        (folder / f"{name}.header.json").write_text(json.dumps(answer) + "\n")
