"""Services that sign people in, and directories: by what they document and what is public of their files. Only
Firebase's is written by its own program."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime

from files import SPACES, File, Meaning
from people import DEE, EVE, GUS, HANA, JAN, ON_ONE_LINE, PEOPLE, Person
from shape import (
    ADDRESSED,
    NAMES,
    SHAPE,
    VERIFIED,
    Columns,
    always,
    inactive,
    is_true,
    iso,
    national,
    nothing,
    rename,
    sheet,
    value,
)
from tools import PROGRAMS, WORK, run


def of_auth0() -> Iterator[File]:
    def user_id(person: Person) -> str:
        return f"auth0|64f1c0ffee0000000{person.id:07d}"

    def guarded(text: object) -> str:
        return f'''"'{str(text).replace('"', '""')}"''' if text is not None else ""

    fields: Columns = [
        ("user_id", user_id),
        ("email", "email"),
        ("email_verified", "email_verified"),
        ("given_name", "given"),
        ("family_name", "family"),
        ("name", "name"),
        ("nickname", "nickname"),
        ("phone_number", "phone"),
        ("created_at", "created"),
        ("updated_at", "updated"),
    ]

    def cell(one: object) -> str:
        match one:
            case bool():
                return str(one).lower()
            case datetime():
                return iso(one)
        return guarded(one)

    rows = [",".join(name for name, _ in fields)]
    rows += [",".join(cell(value(person, what)) for _, what in fields) for person in PEOPLE]
    meaning: Meaning = NAMES | {
        "cognito:username": user_id,
        "email_verified": "email_verified",
        "name": "name",
        "nickname": "nickname",
        "phone_number": "phone",
        "updated_at": "updated",
    }
    yield File(
        "auth0/bulk-export.csv",
        f"{SHAPE}: a job of users-exports with format csv",
        "an apostrophe before every text and quotation marks around it; dates and flags bare",
        ("\n".join(rows) + "\n").encode(),
        PEOPLE,
        rename("user_id=cognito:username"),
        meaning=meaning,
        breaks_in=(),
        find=user_id,
    )
    labels: Columns = [
        ("Id", user_id),
        ("Given Name", "given"),
        ("Family Name", "family"),
        ("Nickname", "nickname"),
        ("Name", "name"),
        ("Email", "email"),
        ("Email Verified", lambda person: str(person.email_verified).lower()),
        ("Picture", nothing),
        ("Connection", always("Username-Password-Authentication")),
        ("Created At", lambda person: iso(person.created)),
        ("Updated At", lambda person: iso(person.updated)),
    ]
    yield File(
        "auth0/extension.csv",
        f"{SHAPE}: the user import and export extension",
        "names with spaces as columns",
        sheet(PEOPLE, labels).encode(),
        PEOPLE,
        rename("Id=cognito:username"),
        meaning={column: key for column, key in meaning.items() if column != "phone_number"},
        breaks_in=(),
        find=user_id,
    )


def of_firebase() -> Iterator[File]:
    def local_id(person: Person) -> str:
        return f"kYi4EvWQlQTKSfnJ3dRSP{person.id:07d}"

    own = [*PEOPLE[:8], GUS.but(email=None, email_verified=False, phone_verified=True), HANA, JAN]

    def account(person: Person) -> dict[str, object]:
        user = {
            "localId": local_id(person),
            "email": person.email,
            "emailVerified": person.email_verified,
            "passwordHash": "OCxaChyaUTA1aC37RZGLpe2JzO7QaqCacZqbCqEYf4I_zL5VCUAi-xmzVSMDXKFZtX2stKMjcCAISZwyHpTVBA==",
            "salt": "fX8PgZYe5mxFbQ==",
            "version": 0,
            "displayName": person.name,
            "photoUrl": f"https://example.com/{person.id}.jpg" if person.phone_verified else None,
            "createdAt": str(int(person.created.timestamp() * 1000)),
            "lastLoginAt": str(int(person.updated.timestamp() * 1000)),
            "phoneNumber": person.phone if person.phone_verified else None,
            "disabled": None if person.active else True,
            "customAttributes": json.dumps({"plan": "team", "roles": ["a", "b"]}) if person.note else None,
        }
        return {key: one for key, one in user.items() if one is not None}

    providers = ("google", "facebook", "twitter", "github")
    later = ("apple", "microsoft", "gamecenter", "playgames", "linkedin", "yahoo")

    def of(provider: str) -> list[str]:
        return [f"{provider}{what}" for what in ("Id", "Email", "DisplayName", "PhotoUrl")]

    columns = ["localId", "email", "emailVerified", "passwordHash", "salt", "displayName", "photoUrl"]
    columns += [name for provider in providers for name in of(provider)]
    columns += ["createdAt", "lastLoginAt", "phoneNumber", "disabled", "customAttributes"]
    columns += [name for provider in later for name in of(provider)]
    asked = "require('firebase-tools/package.json').version"
    version = run(["node", "-p", asked], cwd=WORK / "node").decode().strip()
    yield File(
        "firebase/auth-export.csv",
        f"firebase-tools {version}, auth:export users.csv; the service's answer is the script's",
        "52 columns without a header, and a comma after the last; addresses and phone numbers",
        run(
            ["node", PROGRAMS / "firebase.mjs"],
            json.dumps([account(person) for person in own]).encode(),
            cwd=WORK / "node",
        ),
        own,
        [
            "--columns",
            ",".join(columns),
            "--copy",
            "phoneNumber=phone_number_verified",
            "--true",
            "phone_number_verified=present",
            *rename(
                "localId=cognito:username",
                "emailVerified=email_verified",
                "displayName=name",
                "photoUrl=picture",
                "phoneNumber=phone_number",
            ),
        ],
        meaning={
            "cognito:username": local_id,
            "email": "email",
            "email_verified": "email_verified",
            "name": "name",
            "picture": lambda person: f"https://example.com/{person.id}.jpg" if person.phone_verified else None,
            "phone_number": lambda person: person.phone if person.phone_verified else None,
            "phone_number_verified": lambda person: True if person.phone_verified else None,
        },
        pool="both",
        breaks_in=(),
        first_line=1,
        held=inactive(),
        find=local_id,
    )


def of_directories() -> Iterator[File]:
    columns: Columns = [
        ("First Name [Required]", "given"),
        ("Last Name [Required]", "family"),
        ("Email Address [Required]", "email"),
        ("Password [Required]", always("****")),
        ("Password Hash Function [UPLOAD ONLY]", nothing),
        ("Org Unit Path [Required]", always("/")),
        ("New Primary Email [UPLOAD ONLY]", nothing),
        ("Status [READ ONLY]", lambda person: "Active" if person.active else "Suspended"),
        (
            "Last Sign In [READ ONLY]",
            lambda person: f"{person.updated:%Y/%m/%d %H:%M:%S}" if person.note else "Never logged in",
        ),
        ("Recovery Email", nothing),
        ("Home Secondary Email", nothing),
        ("Work Secondary Email", nothing),
        ("Recovery Phone [MUST BE IN THE E.164 FORMAT]", "phone"),
        ("Work Phone", nothing),
        ("Home Phone", nothing),
        ("Mobile Phone", national),
        ("Work Address", "address"),
        ("Home Address", nothing),
        ("Employee ID", "id"),
        ("Employee Type", nothing),
        ("Employee Title", nothing),
        ("Manager Email", nothing),
        ("Department", nothing),
        ("Cost Center", nothing),
        ("2sv Enrolled [READ ONLY]", always("True")),
        ("2sv Enforced [READ ONLY]", always("False")),
        ("Building ID", nothing),
        ("Floor Name", nothing),
        ("Floor Section", nothing),
        ("Email Usage [READ ONLY]", always("0.04GB")),
        ("Drive Usage [READ ONLY]", nothing),
        ("Total Storage [READ ONLY]", always("0.04GB")),
        ("Change Password at Next Sign-In", always("False")),
        ("New Status [UPLOAD ONLY]", nothing),
    ]
    options = [
        "--copy",
        "Email Address [Required]=cognito:username",
        *VERIFIED,
        *SPACES,
        *rename(
            "First Name [Required]=given_name",
            "Last Name [Required]=family_name",
            "Email Address [Required]=email",
            "Recovery Phone [MUST BE IN THE E.164 FORMAT]=phone_number",
            "Work Address=address",
        ),
    ]
    meaning: Meaning = NAMES | {
        "cognito:username": "email",
        "email_verified": is_true,
        "phone_number": "phone",
        "address": "address",
    }
    for name, more, what in (
        ("user-download", [], "34 columns; a suspended user"),
        ("user-download-keep-disabled", ["--keep-disabled"], "the same, and suspended users are wanted, too"),
    ):
        yield File(
            f"google-workspace/{name}.csv",
            f"{SHAPE}: Users, Download users",
            what,
            sheet(ADDRESSED, columns).encode(),
            ADDRESSED,
            more + options,
            meaning=meaning,
            pool="email",
            breaks_in=("address",),
            held=inactive("the account is suspended") if not more else lambda person: None,
        )

    own = [person.but(external=f"00u{person.id}AbCdEfGhIj") for person in ADDRESSED]
    columns = [
        ("id", "external"),
        ("status", lambda person: "ACTIVE" if person.active else "SUSPENDED"),
        ("created", lambda person: iso(person.created)),
        ("activated", lambda person: iso(person.created)),
        ("lastLogin", lambda person: iso(person.updated)),
        ("login", "email"),
        ("email", "email"),
        ("firstName", "given"),
        ("lastName", "family"),
        ("mobilePhone", "phone"),
        ("locale", "locale"),
        ("timezone", "zone"),
        ("groups", always("Everyone; Shop")),
    ]
    yield File(
        "okta/users.csv",
        f"{SHAPE}: the fields of the users API, as scripts write them",
        "a suspended user; the login is the address",
        sheet(own, columns, quoting=csv.QUOTE_ALL).encode(),
        own,
        [
            *VERIFIED,
            *rename(
                "login=cognito:username",
                "firstName=given_name",
                "lastName=family_name",
                "mobilePhone=phone_number",
                "timezone=zoneinfo",
            ),
        ],
        meaning=NAMES
        | {
            "cognito:username": "email",
            "email_verified": is_true,
            "phone_number": "phone",
            "locale": "locale",
            "zoneinfo": "zone",
        },
        pool="email",
        breaks_in=(),
        held=inactive("the account is suspended"),
        find=lambda person: person.external,
    )

    def principal(person: Person) -> str:
        return f"{person.username}@shop.example.com"

    def spaced(person: Person) -> str:
        return f"+1 {person.phone[2:]}" if person.phone else ""

    names = (
        "userPrincipalName displayName surname mail givenName id userType jobTitle department accountEnabled"
        " usageLocation"
        " streetAddress state country officeLocation city postalCode telephoneNumber mobilePhone alternateEmailAddress"
        " ageGroup consentProvidedForMinor legalAgeGroupClassification companyName creationType directorySynced"
        " invitationState identityIssuer createdDateTime"
    ).split()
    known = {
        "userPrincipalName": principal,
        "displayName": "last_first",
        "surname": "family",
        "mail": "email",
        "givenName": "given",
        "id": lambda person: f"7cc0c81b-0001-489a-8243-eda96d{person.id}",
        "userType": always("Member"),
        "accountEnabled": lambda person: str(person.active),
        "usageLocation": always("US"),
        "mobilePhone": spaced,
        "identityIssuer": always("shop.example.com"),
        "createdDateTime": always("8/19/2021 1:25:31 PM"),
        "streetAddress": "address",
    }
    members = ON_ONE_LINE
    columns = [(name, known.get(name, nothing)) for name in names]
    yield File(
        "entra/export-users.csv",
        f"{SHAPE}: Users, Download users",
        "a byte order mark, 29 columns; an account that is not enabled, a member without an address",
        sheet(members, columns, lineterminator="\r\n").encode("utf-8-sig"),
        members,
        [
            *VERIFIED,
            *rename(
                "userPrincipalName=cognito:username",
                "displayName=name",
                "surname=family_name",
                "mail=email",
                "givenName=given_name",
                "mobilePhone=phone_number",
                "streetAddress=address",
            ),
        ],
        meaning=NAMES
        | {
            "cognito:username": principal,
            "email_verified": is_true,
            "name": "last_first",
            "phone_number": "phone",
            "address": "address",
        },
        breaks_in=(),
        held=inactive("the account is not enabled"),
        find=principal,
    )
    # A directory's own script: Get-ADUser | Select-Object … | Export-Csv, in Windows PowerShell.
    columns = [
        ("SamAccountName", "username"),
        ("GivenName", "given"),
        ("Surname", "family"),
        ("EmailAddress", "email"),
        ("Enabled", lambda person: str(person.active)),
        ("OfficePhone", national),
        (
            "whenCreated",
            lambda person: f"{person.created.month}/{person.created.day}/{person.created.year} 10:13:20 PM",
        ),
        ("Description", "note"),
    ]
    rows = sheet(PEOPLE, columns, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield File(
        "powershell/export-csv.csv",
        "the form of Windows PowerShell 5.1, written by the script:"
        " Get-ADUser | Select-Object | Export-Csv -Encoding UTF8",
        "a byte order mark, a line #TYPE before the header, every field in quotation marks;"
        " an account that is not enabled",
        ("#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n" + rows).encode("utf-8-sig"),
        PEOPLE,
        [
            "--skip-lines",
            "1",
            *VERIFIED,
            "--default-region",
            "US",
            *rename(
                "SamAccountName=cognito:username",
                "GivenName=given_name",
                "Surname=family_name",
                "EmailAddress=email",
                "OfficePhone=phone_number",
            ),
        ],
        meaning=NAMES | {"cognito:username": "username", "email_verified": is_true, "phone_number": "phone"},
        breaks_in=("note",),
        first_line=3,
        held=inactive("the account is not enabled"),
        find=lambda person: f'"{person.username}"',
    )
    # kcadm prints each field as JSON, and nothing where there is none.
    fields = ("id", "username", "email", "emailVerified", "firstName", "lastName", "enabled")
    keys = (
        lambda person: f"c43add41-7fe0-4821-bc25-ef503b{person.id}",
        "username",
        "email",
        "email_verified",
        "given",
        "family",
        "active",
    )
    lines = []
    for person in PEOPLE:
        values = [value(person, key) for key in keys]
        lines.append(",".join("" if one is None else json.dumps(one, ensure_ascii=False) for one in values))
    yield File(
        "keycloak/kcadm.csv",
        f"{SHAPE}: kcadm.sh get users --format csv --fields {','.join(fields)}",
        "no header, texts as JSON, a backslash before quotation marks; an account that is not enabled",
        ("\n".join(lines) + "\n").encode(),
        PEOPLE,
        [
            "--columns",
            ",".join(fields),
            "--escape",
            "backslash",
            *rename(
                "username=cognito:username",
                "emailVerified=email_verified",
                "firstName=given_name",
                "lastName=family_name",
            ),
        ],
        meaning=NAMES | {"cognito:username": "username", "email_verified": "email_verified"},
        breaks_in=(),
        first_line=1,
        held=inactive("the account is not enabled"),
    )
    # What people make of list-users with jq.
    statuses = {EVE: "UNCONFIRMED", GUS: "EXTERNAL_PROVIDER", DEE: "FORCE_CHANGE_PASSWORD"}
    own = [person.but(username="Google_100000000000000000009") if person is GUS else person for person in PEOPLE]
    back = dict(zip(own, PEOPLE, strict=True))
    columns = [
        ("Username", "username"),
        ("Enabled", lambda person: str(person.active).lower()),
        ("UserStatus", lambda person: statuses.get(back[person], "CONFIRMED")),
        ("sub", nothing),
        ("email", "email"),
        ("email_verified", lambda person: str(person.email_verified).lower()),
        ("name", "name"),
        ("phone_number", "phone"),
        ("phone_number_verified", lambda person: str(person.phone_verified).lower()),
        ("birthdate", lambda person: f"{person.birthdate:%Y-%m-%d}" if person.birthdate else ""),
    ]
    yield File(
        "cognito/list-users.csv",
        f"{SHAPE}: aws cognito-idp list-users, jq @csv",
        "a disabled and a federated user; birthdates as they are stored",
        sheet(own, columns, quoting=csv.QUOTE_ALL).encode(),
        own,
        rename("Username=cognito:username"),
        meaning={
            "cognito:username": "username",
            "email": "email",
            "email_verified": "email_verified",
            "name": "name",
            "phone_number": "phone",
            "phone_number_verified": "phone_verified",
            "birthdate": "birthdate",
        },
        breaks_in=(),
        held=lambda person: "a federated user" if back[person] is GUS else inactive("a disabled user")(person),
    )


def files() -> Iterator[File]:
    for of in (of_auth0, of_firebase, of_directories):
        yield from of()
