"""Tables of web applications, and what clients of databases make of them that no registry has."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime

from files import SPACES, File, Meaning
from people import CY, DEE, ON_ONE_LINE, PEOPLE, Person
from shape import (
    NAMES,
    SHAPE,
    VERIFIED,
    Columns,
    always,
    is_true,
    nothing,
    plain,
    rename,
    sheet,
    value,
)


def of_applications() -> Iterator[File]:
    columns: Columns = [
        ("ID", "id"),
        ("user_login", "username"),
        ("user_nicename", "username"),
        ("user_email", "email"),
        ("user_url", nothing),
        ("user_registered", lambda person: plain(person.created)),
        ("display_name", lambda person: person.name.replace("'", "&#039;")),
        ("first_name", "given"),
        ("last_name", "family"),
        ("nickname", "username"),
        ("description", "note"),
        ("roles", always("subscriber")),
        ("wp_capabilities", always('a:1:{s:10:"subscriber";b:1;}')),
    ]
    own = [person.but(username="dee berg") if person is DEE else person for person in PEOPLE]
    yield File(
        "wordpress/export-users.csv",
        f"{SHAPE}: the plugin Export Users to CSV",
        "every field in quotation marks, serialised PHP, a username with a space",
        sheet(own, columns, quoting=csv.QUOTE_ALL).encode(),
        own,
        [
            *VERIFIED,
            *rename(
                "user_login=cognito:username",
                "user_email=email",
                "first_name=given_name",
                "last_name=family_name",
                "nickname=preferred_username",
            ),
        ],
        meaning=NAMES | {"cognito:username": "username", "email_verified": is_true, "preferred_username": "username"},
        breaks_in=("note",),
        held=lambda person: "a space in the username" if " " in (person.username or "") else None,
        find=lambda person: f'"{person.username}","{person.username}"',
    )
    own = [person for person in PEOPLE if person.email]
    columns = [
        ("id", "id"),
        ("name", "name"),
        ("email", "email"),
        ("email_verified_at", lambda person: plain(person.verified_at) or "NULL"),
        ("password", always("$2y$12$6prXfMfAWZitFGjaSi9WWea9hpnIOkaxULIZCPeKEU8/BqKXZmYBG")),
        ("remember_token", always("NULL")),
        ("created_at", lambda person: plain(person.created)),
        ("updated_at", lambda person: plain(person.updated)),
    ]
    yield File(
        "laravel/users.csv",
        f"{SHAPE}: the table users, as a database client saves it",
        "NULL as text, a time for a flag, timestamps without a zone",
        sheet(own, columns).encode(),
        own,
        [
            "--copy",
            "email=cognito:username",
            "--null",
            "NULL",
            "--true",
            "email_verified=present",
            "--time-zone",
            "UTC",
            *rename("email_verified_at=email_verified"),
        ],
        meaning={
            "cognito:username": "email",
            "email": "email",
            "email_verified": "email_verified",
            "name": "name",
            "updated_at": "updated",
        },
        pool="email",
        breaks_in=(),
    )
    names = (
        "instance_id id aud role email encrypted_password email_confirmed_at invited_at confirmation_token"
        " confirmation_sent_at recovery_token recovery_sent_at email_change_token_new email_change email_change_sent_at"
        " last_sign_in_at raw_app_meta_data raw_user_meta_data is_super_admin created_at updated_at phone"
        " phone_confirmed_at phone_change phone_change_token phone_change_sent_at confirmed_at"
        " email_change_token_current email_change_confirm_status banned_until reauthentication_token"
        " reauthentication_sent_at is_sso_user deleted_at is_anonymous"
    ).split()

    def stamp(moment: datetime | None) -> str:
        return f"{moment:%Y-%m-%d %H:%M:%S}.126079+00" if moment else ""

    def uuid(person: Person) -> str:
        return f"7b0c9d4e-0001-4a00-8000-000000{person.id}"

    known = {
        "instance_id": always("00000000-0000-0000-0000-000000000000"),
        "id": uuid,
        "aud": always("authenticated"),
        "role": always("authenticated"),
        "email": "email",
        "email_confirmed_at": lambda person: stamp(person.verified_at),
        "raw_app_meta_data": always('{"provider": "email", "providers": ["email"]}'),
        "raw_user_meta_data": lambda person: json.dumps({"full_name": person.name}, ensure_ascii=False),
        "created_at": lambda person: stamp(person.created),
        "updated_at": lambda person: stamp(person.updated),
        "phone": lambda person: (person.phone or "").removeprefix("+"),
        "phone_confirmed_at": lambda person: stamp(person.phone_verified_at),
        "email_change_confirm_status": always("0"),
        "is_sso_user": always("f"),
        "is_anonymous": always("f"),
    }
    yield File(
        "supabase/auth-users.csv",
        f"{SHAPE}: auth.users through psql --csv",
        "35 columns, JSON inside of fields, times for flags, phone numbers without a plus",
        sheet(PEOPLE, [(name, known.get(name, nothing)) for name in names]).encode(),
        PEOPLE,
        [
            "--true",
            "email_verified=present",
            "--true",
            "phone_number_verified=present",
            "--default-region",
            "US",
            *rename(
                "id=cognito:username",
                "email_confirmed_at=email_verified",
                "phone=phone_number",
                "phone_confirmed_at=phone_number_verified",
            ),
        ],
        meaning={
            "cognito:username": uuid,
            "email": "email",
            "email_verified": "email_verified",
            "phone_number": "phone",
            "phone_number_verified": "phone_verified",
            "updated_at": "updated",
        },
        pool="both",
        breaks_in=(),
        find=uuid,
    )
    columns = [
        ("id", lambda person: f"user_2YDryYFVMM1W1plDDKz{person.id}"),
        ("first_name", "given"),
        ("last_name", "family"),
        ("username", "username"),
        ("primary_email_address", "email"),
        ("primary_phone_number", "phone"),
        ("verified_email_addresses", lambda person: person.email if person.email_verified else ""),
        ("unverified_email_addresses", lambda person: "" if person.email_verified else person.email),
        ("verified_phone_numbers", lambda person: person.phone if person.phone_verified else ""),
        ("unverified_phone_numbers", lambda person: "" if person.phone_verified else person.phone),
        ("totp_secret", nothing),
        ("password_digest", nothing),
        ("password_hasher", nothing),
    ]
    yield File(
        "clerk/export.csv",
        f"{SHAPE}: the dashboard's user export",
        "a comment before the header; what is verified is said by the column in which it is",
        ("# Users of the production instance, exported 2026-11-14\n" + sheet(PEOPLE, columns)).encode(),
        PEOPLE,
        [
            "--skip-lines",
            "1",
            "--true",
            "email_verified=present",
            "--true",
            "phone_number_verified=present",
            *rename(
                "username=cognito:username",
                "first_name=given_name",
                "last_name=family_name",
                "primary_email_address=email",
                "primary_phone_number=phone_number",
                "verified_email_addresses=email_verified",
                "verified_phone_numbers=phone_number_verified",
            ),
        ],
        meaning=NAMES
        | {
            "cognito:username": "username",
            "email_verified": "email_verified",
            "phone_number": "phone",
            "phone_number_verified": "phone_verified",
        },
        pool="both",
        breaks_in=(),
        first_line=3,
        find=lambda person: f"user_2YDryYFVMM1W1plDDKz{person.id}",
    )


def of_clients() -> Iterator[File]:
    """Clients of databases that no registry has."""

    def null(what: str) -> Callable[[Person], object]:
        return lambda person: "NULL" if getattr(person, what) is None else getattr(person, what)

    people = [person for person in ON_ONE_LINE if person is not CY]
    columns: Columns = [
        ("Id", lambda person: f"a1b2c3d4-0001-4000-8000-000000{person.id}"),
        ("UserName", "username"),
        ("NormalizedUserName", lambda person: person.username.upper()),
        ("Email", null("email")),
        ("EmailConfirmed", lambda person: str(int(person.email_verified))),
        ("PasswordHash", always("NULL")),
        ("PhoneNumber", null("phone")),
        ("PhoneNumberConfirmed", lambda person: str(int(person.phone_verified))),
        ("TwoFactorEnabled", always("0")),
        ("LockoutEnd", always("NULL")),
        ("LockoutEnabled", always("1")),
        ("AccessFailedCount", always("0")),
    ]
    rows = [[name for name, _ in columns], ["-" * len(name) for name, _ in columns]]
    rows += [[str(value(person, what)) for _, what in columns] for person in people]
    meaning: Meaning = {
        "cognito:username": "username",
        "email": "email",
        "email_verified": "email_verified",
        "phone_number": "phone",
        "phone_number_verified": "phone_verified",
    }
    options = [
        "--null",
        "NULL",
        *rename(
            "UserName=cognito:username",
            "EmailConfirmed=email_verified",
            "PhoneNumber=phone_number",
            "PhoneNumberConfirmed=phone_number_verified",
        ),
    ]
    yield File(
        "sqlserver/sqlcmd.csv",
        f'{SHAPE}: sqlcmd -W -s "," -Q "SELECT … FROM AspNetUsers"',
        "a line of hyphens below the header, NULL as text, no quoting, a footer that counts the rows",
        ("\r\n".join(",".join(row) for row in rows) + f"\r\n\r\n({len(people)} rows affected)\r\n").encode(),
        people,
        options,
        meaning=meaning,
        pool="both",
        breaks_in=(),
        first_line=3,
    )
    people = ON_ONE_LINE
    columns = [
        ("ID", "id"),
        ("USERNAME", "username"),
        ("EMAIL", "email"),
        ("EMAIL_VERIFIED", lambda person: int(person.email_verified)),
        ("GIVEN_NAME", "given"),
        ("FAMILY_NAME", "family"),
        ("PHONE_NUMBER", "phone"),
        ("BIRTHDATE", lambda person: f"{person.birthdate:%d-%b-%y}".upper() if person.birthdate else None),
    ]
    yield File(
        "oracle/sql-developer.csv",
        f"{SHAPE}: SQL Developer, Export, csv",
        "column names in capitals, birthdates as 03-APR-90, which an option leaves out",
        sheet(people, columns, quoting=csv.QUOTE_NONNUMERIC).encode(),
        people,
        ["--blank-invalid", "birthdate", *rename("USERNAME=cognito:username")],
        meaning=NAMES
        | {
            "cognito:username": "username",
            "email_verified": "email_verified",
            "phone_number": "phone",
            "birthdate": "birthdate",
        },
        breaks_in=(),
    )
    columns = [
        ("id", "id"),
        ("username", "username"),
        ("email", "email"),
        ("email_verified", "email_verified"),
        ("name", "name"),
        ("address", "address"),
    ]

    def cell(one: object) -> str:
        match one:
            case None:
                return "NULL"
            case bool():
                one = int(one)
        return '"' + str(one).replace('"', '""') + '"'

    rows = [",".join(cell(value(person, what)) for _, what in columns) for person in PEOPLE]
    yield File(
        "phpmyadmin/users.csv",
        f"{SHAPE}: Export, CSV",
        "no header, every field in quotation marks but NULL",
        ("\n".join(rows) + "\n").encode(),
        PEOPLE,
        [
            "--columns",
            ",".join(name for name, _ in columns),
            "--null",
            "NULL",
            *SPACES,
            *rename("username=cognito:username"),
        ],
        meaning={
            "cognito:username": "username",
            "email": "email",
            "email_verified": "email_verified",
            "name": "name",
            "address": "address",
        },
        breaks_in=("address",),
        first_line=1,
    )


def files() -> Iterator[File]:
    for of in (of_applications, of_clients):
        yield from of()
