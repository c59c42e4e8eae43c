"""Files as services write them, by what they document and what is public of their files. Only Firebase's is written
by its own program."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from files import SPACES, File, Meaning
from people import ANA, BO, CY, DEE, EVE, FAY, GUS, HANA, IVO, JAN, JUERGEN, ON_ONE_LINE, PEOPLE, WESTERN, ZOE, Person
from tools import PROGRAMS, WORK, run

SHAPE = "the documented form, written by the script"
VERIFIED = ["--set", "email_verified=true"]
Columns = Sequence[tuple[str, Callable[[Person], object] | str]]


def value(person: Person, what: Callable[[Person], object] | str) -> object:
    return what(person) if callable(what) else getattr(person, what)


def sheet(people: Sequence[Person], columns: Columns, header: bool = True, **how) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, **({"lineterminator": "\n"} | how))
    if header:
        writer.writerow([name for name, _ in columns])
    writer.writerows([[value(person, what) for _, what in columns] for person in people])
    return out.getvalue()


def rename(*pairs: str) -> list[str]:
    return [*(word for pair in pairs for word in ("--rename", pair)), "--drop-unknown-columns"]


def nothing(_: Person) -> str:
    return ""


def always(text: object) -> Callable[[Person], object]:
    return lambda person: text


def national(person: Person) -> str:
    phone = person.phone
    return f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}" if phone else ""


def iso(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.123Z" if moment else ""


def plain(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def inactive(why: str = "the account is not active") -> Callable[[Person], str | None]:
    return lambda person: None if person.active else why


# A service that knows a person by an address, and verified none of them itself.
def is_true(_: Person) -> bool:
    return True


NAMES: Meaning = {"email": "email", "given_name": "given", "family_name": "family"}
ADDRESSED = [person for person in PEOPLE if person.email]


def of_auth0() -> Iterator[File]:
    def user_id(person: Person) -> str:
        return f"auth0|64f1c0ffee0000000{person.id:07d}"

    def guarded(text: object) -> str:
        return f'''"'{str(text).replace('"', '""')}"''' if text is not None else ""

    fields: Columns = [
        ("user_id", user_id), ("email", "email"), ("email_verified", "email_verified"), ("given_name", "given"),
        ("family_name", "family"), ("name", "name"), ("nickname", "nickname"), ("phone_number", "phone"),
        ("created_at", "created"), ("updated_at", "updated"),
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
        "cognito:username": user_id, "email_verified": "email_verified", "name": "name", "nickname": "nickname",
        "phone_number": "phone", "updated_at": "updated",
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
        ("Id", user_id), ("Given Name", "given"), ("Family Name", "family"), ("Nickname", "nickname"), ("Name", "name"),
        ("Email", "email"), ("Email Verified", lambda person: str(person.email_verified).lower()), ("Picture", nothing),
        ("Connection", always("Username-Password-Authentication")), ("Created At", lambda person: iso(person.created)),
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
        run(["node", PROGRAMS / "firebase.mjs"], json.dumps([account(person) for person in own]).encode(), cwd=WORK / "node"),
        own,
        [
            "--columns", ",".join(columns),
            "--copy", "phoneNumber=phone_number_verified", "--true", "phone_number_verified=present",
            *rename("localId=cognito:username", "emailVerified=email_verified", "displayName=name", "photoUrl=picture",
                    "phoneNumber=phone_number"),
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


def of_stores() -> Iterator[File]:
    def guard(text: str | None) -> str:
        return f"'{text}" if text else ""

    customers = [person.but(id=7000000000000 + person.id) for person in ON_ONE_LINE]
    columns: Columns = [
        ("Customer ID", lambda person: guard(str(person.id))), ("First Name", "given"), ("Last Name", "family"),
        ("Email", "email"), ("Accepts Email Marketing", always("yes")), ("Default Address Company", nothing),
        ("Default Address Address1", "address"), ("Default Address Address2", nothing),
        ("Default Address City", always("Springfield")), ("Default Address Province Code", always("IL")),
        ("Default Address Country Code", always("US")), ("Default Address Zip", always("'00501")),
        ("Default Address Phone", nothing), ("Phone", lambda person: guard(person.phone)),
        ("Accepts SMS Marketing", always("no")), ("Total Spent", always("42.00")), ("Total Orders", always("2")),
        ("Note", "note"), ("Tax Exempt", always("no")), ("Tags", nothing),
    ]
    yield File(
        "shopify/customers.csv",
        f"{SHAPE}: Customers, Export",
        "an apostrophe before every id, phone number and zip, and before no name but 't Hart",
        sheet(customers, columns).encode(),
        customers,
        [*VERIFIED, *rename("Customer ID=cognito:username", "First Name=given_name", "Last Name=family_name",
                            "Phone=phone_number", "Default Address Address1=address")],
        meaning=NAMES | {"cognito:username": "id", "email_verified": is_true, "phone_number": "phone", "address": "address"},
        breaks_in=(),
        find=lambda person: str(person.id),
    )
    customers = [person.but(external=f"cus_{person.id}ExAmPlE") for person in ADDRESSED]
    columns = [
        ("id", "external"), ("Description", "note"), ("Email", "email"), ("Name", "name"),
        ("Created (UTC)", lambda person: f"{person.created:%Y-%m-%d %H:%M}"), ("Delinquent", always("false")),
        ("Card ID", nothing), ("Card Last4", nothing), ("Card Brand", nothing), ("Plan", nothing), ("Status", nothing),
        ("Total Spend", always("42.00")), ("Payment Count", always("2")), ("user_id (metadata)", "id"),
    ]
    yield File(
        "stripe/customers.csv",
        f"{SHAPE}: Customers, Export",
        "a description with line breaks, a column Status that is always blank",
        sheet(customers, columns).encode(),
        customers,
        [*VERIFIED, *rename("id=cognito:username", "user_id (metadata)=custom:legacy_id")],
        meaning={"cognito:username": "external", "email": "email", "email_verified": is_true, "name": "name",
                 "custom:legacy_id": "id"},
        pool="custom",
        header="custom",
        breaks_in=("note",),
    )
    columns = [
        ("email", "email"), ("_website", always("base")), ("_store", always("default")), ("confirmation", nothing),
        ("created_at", lambda person: plain(person.created)), ("created_in", always("Default Store View")),
        ("disable_auto_group_change", always("0")),
        ("dob", lambda person: f"{person.birthdate:%Y-%m-%d} 00:00:00" if person.birthdate else ""),
        ("failures_num", always("0")), ("firstname", "given"), ("first_failure", nothing), ("gender", nothing),
        ("group_id", always("1")), ("lastname", "family"), ("lock_expires", nothing), ("middlename", nothing),
        ("password_hash", always("b2d8a1c6f0:Kf93jd8Sk2:1")), ("prefix", nothing), ("rp_token", nothing),
        ("store_id", always("1")), ("taxvat", nothing), ("updated_at", lambda person: plain(person.updated)),
        ("website_id", always("1")), ("password", nothing),
    ]
    yield File(
        "magento/customers.csv",
        f"{SHAPE}: System, Export, Customers Main File",
        "columns password_hash and updated_at that mean something else or lack a zone; midnight after birthdates",
        sheet(ADDRESSED, columns).encode(),
        ADDRESSED,
        [*VERIFIED, "--copy", "email=cognito:username", "--time-zone", "UTC",
         *rename("firstname=given_name", "lastname=family_name", "dob=birthdate")],
        meaning=NAMES | {"cognito:username": "email", "email_verified": is_true, "birthdate": "birthdate",
                         "updated_at": "updated"},
        pool="email",
        breaks_in=(),
    )


def of_marketing() -> Iterator[File]:
    columns: Columns = [
        ("Email Address", "email"), ("First Name", "given"), ("Last Name", "family"), ("Address", "address"),
        ("Phone Number", national), ("Birthday", lambda person: f"{person.birthdate:%m/%d}" if person.birthdate else ""),
        ("MEMBER_RATING", always("2")), ("OPTIN_TIME", nothing), ("OPTIN_IP", nothing),
        ("CONFIRM_TIME", lambda person: plain(person.verified_at)), ("CONFIRM_IP", always("192.0.2.1")),
        ("LATITUDE", nothing), ("LONGITUDE", nothing), ("GMTOFF", nothing), ("DSTOFF", nothing), ("TIMEZONE", "zone"),
        ("CC", always("US")), ("REGION", always("IL")), ("LAST_CHANGED", lambda person: plain(person.updated)),
        ("LEID", "id"), ("EUID", lambda person: f"e{person.id}"), ("NOTES", nothing), ("TAGS", always('"VIP","Beta"')),
    ]
    people = [person.but(address="8 Park Ave  Springfield") if person is FAY else person for person in ADDRESSED]
    yield File(
        "mailchimp/subscribed-members.csv",
        f"{SHAPE}: Audience, Export",
        "national phone numbers, birthdays without a year, the time of a confirmation",
        sheet(people, columns).encode(),
        people,
        ["--true", "email_verified=present", "--default-region", "US",
         *rename("EUID=cognito:username", "Email Address=email", "First Name=given_name", "Last Name=family_name",
                 "Phone Number=phone_number", "CONFIRM_TIME=email_verified", "TIMEZONE=zoneinfo")],
        meaning=NAMES | {"cognito:username": lambda person: f"e{person.id}", "email_verified": "email_verified",
                         "phone_number": "phone", "address": "address", "zoneinfo": "zone"},
        breaks_in=(),
    )
    contacts = [person.but(id=601000000000 + person.id) for person in ADDRESSED]
    columns = [
        ("Record ID", "id"), ("First Name", "given"), ("Last Name", "family"), ("Email", "email"),
        ("Phone Number", national), ("Contact owner", nothing), ("Last Activity Date (EST)", nothing),
        ("Lead Status", always("Open")), ("Marketing contact status", always("Marketing contact")),
        ("Create Date (EST)", lambda person: f"{person.created:%Y-%m-%d %H:%M}"),
        ("Date of birth", lambda person: f"{person.birthdate:%Y-%m-%d}" if person.birthdate else ""),
    ]
    yield File(
        "hubspot/all-contacts.csv",
        f"{SHAPE}: Contacts, Export view",
        "every field in quotation marks, ids of twelve digits",
        sheet(contacts, columns, quoting=csv.QUOTE_ALL).encode(),
        contacts,
        [*VERIFIED, "--default-region", "US",
         *rename("Record ID=cognito:username", "First Name=given_name", "Last Name=family_name",
                 "Phone Number=phone_number", "Date of birth=birthdate")],
        meaning=NAMES | {"cognito:username": "id", "email_verified": is_true, "phone_number": "phone",
                         "birthdate": "birthdate"},
        breaks_in=(),
    )
    contacts = [person.but(external=f"0035g0000{person.id}AAA") for person in WESTERN if person.email]
    columns = [
        ("Contact ID", "external"), ("First Name", "given"), ("Last Name", "family"), ("Email", "email"),
        ("Mobile", national),
        ("Birthdate", lambda person: f"{person.birthdate.month}/{person.birthdate.day}/{person.birthdate.year}" if person.birthdate else ""),
        ("Mailing Street", "address"),
    ]
    footer = (
        '"Contacts of the shop"\r\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\r\n'
        '"Confidential Information - Do Not Distribute"\r\n"Generated By:  Report Writer  11/14/2026 9:05 AM"\r\n'
        '"Example Shop"\r\n'
    )
    report = sheet(contacts, columns, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield File(
        "salesforce/report.csv",
        f"{SHAPE}: a report, Export, Details Only",
        "ISO 8859-1, every field in quotation marks, empty lines and five lines after the last contact",
        (report + "\r\n\r\n" + footer).encode("iso-8859-1"),
        contacts,
        [*VERIFIED, "--encoding", "iso-8859-1", "--date-order", "mdy", "--default-region", "US", *SPACES,
         *rename("Contact ID=cognito:username", "First Name=given_name", "Last Name=family_name", "Mobile=phone_number",
                 "Mailing Street=address")],
        meaning=NAMES | {"cognito:username": "external", "email_verified": is_true, "phone_number": "phone",
                         "birthdate": "birthdate", "address": "address"},
        encoding="iso-8859-1",
        breaks_in=("address",),
    )
    records = [person for person in PEOPLE if person is not IVO]
    columns = [
        ("Name", "name"), ("User", "username"), ("Email", "email"),
        ("Confirmed", lambda person: "checked" if person.email_verified else ""),
        ("Born", lambda person: f"{person.birthdate.month}/{person.birthdate.day}/{person.birthdate.year}" if person.birthdate else ""),
        ("Phone", national), ("Notes", "note"),
    ]
    yield File(
        "airtable/grid-view.csv",
        f"{SHAPE}: Grid view, Download CSV",
        "a byte order mark, checked for true, national phone numbers",
        sheet(records, columns).encode("utf-8-sig"),
        records,
        ["--true", "email_verified=checked", "--date-order", "mdy", "--default-region", "US",
         *rename("User=cognito:username", "Confirmed=email_verified", "Born=birthdate", "Phone=phone_number")],
        meaning={"name": "name", "cognito:username": "username", "email": "email", "email_verified": "email_verified",
                 "birthdate": "birthdate", "phone_number": "phone"},
        breaks_in=("note",),
    )


def of_directories() -> Iterator[File]:
    columns: Columns = [
        ("First Name [Required]", "given"), ("Last Name [Required]", "family"), ("Email Address [Required]", "email"),
        ("Password [Required]", always("****")), ("Password Hash Function [UPLOAD ONLY]", nothing),
        ("Org Unit Path [Required]", always("/")), ("New Primary Email [UPLOAD ONLY]", nothing),
        ("Status [READ ONLY]", lambda person: "Active" if person.active else "Suspended"),
        ("Last Sign In [READ ONLY]", lambda person: f"{person.updated:%Y/%m/%d %H:%M:%S}" if person.note else "Never logged in"),
        ("Recovery Email", nothing), ("Home Secondary Email", nothing), ("Work Secondary Email", nothing),
        ("Recovery Phone [MUST BE IN THE E.164 FORMAT]", "phone"), ("Work Phone", nothing), ("Home Phone", nothing),
        ("Mobile Phone", national), ("Work Address", "address"), ("Home Address", nothing), ("Employee ID", "id"),
        ("Employee Type", nothing), ("Employee Title", nothing), ("Manager Email", nothing), ("Department", nothing),
        ("Cost Center", nothing), ("2sv Enrolled [READ ONLY]", always("True")), ("2sv Enforced [READ ONLY]", always("False")),
        ("Building ID", nothing), ("Floor Name", nothing), ("Floor Section", nothing), ("Email Usage [READ ONLY]", always("0.04GB")),
        ("Drive Usage [READ ONLY]", nothing), ("Total Storage [READ ONLY]", always("0.04GB")),
        ("Change Password at Next Sign-In", always("False")), ("New Status [UPLOAD ONLY]", nothing),
    ]
    options = [
        "--copy", "Email Address [Required]=cognito:username", *VERIFIED, *SPACES,
        *rename("First Name [Required]=given_name", "Last Name [Required]=family_name", "Email Address [Required]=email",
                "Recovery Phone [MUST BE IN THE E.164 FORMAT]=phone_number", "Work Address=address"),
    ]
    meaning: Meaning = NAMES | {"cognito:username": "email", "email_verified": is_true, "phone_number": "phone",
                                "address": "address"}
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
        ("id", "external"), ("status", lambda person: "ACTIVE" if person.active else "SUSPENDED"),
        ("created", lambda person: iso(person.created)), ("activated", lambda person: iso(person.created)),
        ("lastLogin", lambda person: iso(person.updated)), ("login", "email"), ("email", "email"),
        ("firstName", "given"), ("lastName", "family"), ("mobilePhone", "phone"), ("locale", "locale"),
        ("timezone", "zone"), ("groups", always("Everyone; Shop")),
    ]
    yield File(
        "okta/users.csv",
        f"{SHAPE}: the fields of the users API, as scripts write them",
        "a suspended user; the login is the address",
        sheet(own, columns, quoting=csv.QUOTE_ALL).encode(),
        own,
        [*VERIFIED, *rename("login=cognito:username", "firstName=given_name", "lastName=family_name",
                            "mobilePhone=phone_number", "timezone=zoneinfo")],
        meaning=NAMES | {"cognito:username": "email", "email_verified": is_true, "phone_number": "phone",
                         "locale": "locale", "zoneinfo": "zone"},
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
        "userPrincipalName displayName surname mail givenName id userType jobTitle department accountEnabled usageLocation"
        " streetAddress state country officeLocation city postalCode telephoneNumber mobilePhone alternateEmailAddress"
        " ageGroup consentProvidedForMinor legalAgeGroupClassification companyName creationType directorySynced"
        " invitationState identityIssuer createdDateTime"
    ).split()
    known = {
        "userPrincipalName": principal, "displayName": "last_first", "surname": "family", "mail": "email",
        "givenName": "given", "id": lambda person: f"7cc0c81b-0001-489a-8243-eda96d{person.id}", "userType": always("Member"),
        "accountEnabled": lambda person: str(person.active), "usageLocation": always("US"), "mobilePhone": spaced,
        "identityIssuer": always("shop.example.com"), "createdDateTime": always("8/19/2021 1:25:31 PM"),
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
        [*VERIFIED, *rename("userPrincipalName=cognito:username", "displayName=name", "surname=family_name", "mail=email",
                            "givenName=given_name", "mobilePhone=phone_number", "streetAddress=address")],
        meaning=NAMES | {"cognito:username": principal, "email_verified": is_true, "name": "last_first",
                         "phone_number": "phone", "address": "address"},
        breaks_in=(),
        held=inactive("the account is not enabled"),
        find=principal,
    )
    # A directory's own script: Get-ADUser | Select-Object … | Export-Csv, in Windows PowerShell.
    columns = [
        ("SamAccountName", "username"), ("GivenName", "given"), ("Surname", "family"), ("EmailAddress", "email"),
        ("Enabled", lambda person: str(person.active)), ("OfficePhone", national),
        ("whenCreated", lambda person: f"{person.created.month}/{person.created.day}/{person.created.year} 10:13:20 PM"),
        ("Description", "note"),
    ]
    rows = sheet(PEOPLE, columns, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield File(
        "powershell/export-csv.csv",
        "the form of Windows PowerShell 5.1, written by the script: Get-ADUser | Select-Object | Export-Csv -Encoding UTF8",
        "a byte order mark, a line #TYPE before the header, every field in quotation marks; an account that is not enabled",
        ("#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n" + rows).encode("utf-8-sig"),
        PEOPLE,
        ["--skip-lines", "1", *VERIFIED, "--default-region", "US",
         *rename("SamAccountName=cognito:username", "GivenName=given_name", "Surname=family_name", "EmailAddress=email",
                 "OfficePhone=phone_number")],
        meaning=NAMES | {"cognito:username": "username", "email_verified": is_true, "phone_number": "phone"},
        breaks_in=("note",),
        first_line=3,
        held=inactive("the account is not enabled"),
        find=lambda person: f'"{person.username}"',
    )
    # kcadm prints each field as JSON, and nothing where there is none.
    fields = ("id", "username", "email", "emailVerified", "firstName", "lastName", "enabled")
    keys = (lambda person: f"c43add41-7fe0-4821-bc25-ef503b{person.id}", "username", "email", "email_verified", "given", "family", "active")
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
        ["--columns", ",".join(fields), "--escape", "backslash",
         *rename("username=cognito:username", "emailVerified=email_verified", "firstName=given_name", "lastName=family_name")],
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
        ("Username", "username"), ("Enabled", lambda person: str(person.active).lower()),
        ("UserStatus", lambda person: statuses.get(back[person], "CONFIRMED")), ("sub", nothing), ("email", "email"),
        ("email_verified", lambda person: str(person.email_verified).lower()), ("name", "name"), ("phone_number", "phone"),
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
        meaning={"cognito:username": "username", "email": "email", "email_verified": "email_verified", "name": "name",
                 "phone_number": "phone", "phone_number_verified": "phone_verified", "birthdate": "birthdate"},
        breaks_in=(),
        held=lambda person: "a federated user" if back[person] is GUS else inactive("a disabled user")(person),
    )


def of_applications() -> Iterator[File]:
    columns: Columns = [
        ("ID", "id"), ("user_login", "username"), ("user_nicename", "username"), ("user_email", "email"),
        ("user_url", nothing), ("user_registered", lambda person: plain(person.created)),
        ("display_name", lambda person: person.name.replace("'", "&#039;")), ("first_name", "given"),
        ("last_name", "family"), ("nickname", "username"), ("description", "note"), ("roles", always("subscriber")),
        ("wp_capabilities", always('a:1:{s:10:"subscriber";b:1;}')),
    ]
    own = [person.but(username="dee berg") if person is DEE else person for person in PEOPLE]
    yield File(
        "wordpress/export-users.csv",
        f"{SHAPE}: the plugin Export Users to CSV",
        "every field in quotation marks, serialised PHP, a username with a space",
        sheet(own, columns, quoting=csv.QUOTE_ALL).encode(),
        own,
        [*VERIFIED, *rename("user_login=cognito:username", "user_email=email", "first_name=given_name",
                            "last_name=family_name", "nickname=preferred_username")],
        meaning=NAMES | {"cognito:username": "username", "email_verified": is_true, "preferred_username": "username"},
        breaks_in=("note",),
        held=lambda person: "a space in the username" if " " in (person.username or "") else None,
        find=lambda person: f'"{person.username}","{person.username}"',
    )
    own = [person for person in PEOPLE if person.email]
    columns = [
        ("id", "id"), ("name", "name"), ("email", "email"),
        ("email_verified_at", lambda person: plain(person.verified_at) or "NULL"),
        ("password", always("$2y$12$6prXfMfAWZitFGjaSi9WWea9hpnIOkaxULIZCPeKEU8/BqKXZmYBG")),
        ("remember_token", always("NULL")), ("created_at", lambda person: plain(person.created)),
        ("updated_at", lambda person: plain(person.updated)),
    ]
    yield File(
        "laravel/users.csv",
        f"{SHAPE}: the table users, as a database client saves it",
        "NULL as text, a time for a flag, timestamps without a zone",
        sheet(own, columns).encode(),
        own,
        ["--copy", "email=cognito:username", "--null", "NULL", "--true", "email_verified=present", "--time-zone", "UTC",
         *rename("email_verified_at=email_verified")],
        meaning={"cognito:username": "email", "email": "email", "email_verified": "email_verified", "name": "name",
                 "updated_at": "updated"},
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
        "instance_id": always("00000000-0000-0000-0000-000000000000"), "id": uuid, "aud": always("authenticated"),
        "role": always("authenticated"), "email": "email", "email_confirmed_at": lambda person: stamp(person.verified_at),
        "raw_app_meta_data": always('{"provider": "email", "providers": ["email"]}'),
        "raw_user_meta_data": lambda person: json.dumps({"full_name": person.name}, ensure_ascii=False),
        "created_at": lambda person: stamp(person.created), "updated_at": lambda person: stamp(person.updated),
        "phone": lambda person: (person.phone or "").removeprefix("+"),
        "phone_confirmed_at": lambda person: stamp(person.phone_verified_at),
        "email_change_confirm_status": always("0"), "is_sso_user": always("f"), "is_anonymous": always("f"),
    }
    yield File(
        "supabase/auth-users.csv",
        f"{SHAPE}: auth.users through psql --csv",
        "35 columns, JSON inside of fields, times for flags, phone numbers without a plus",
        sheet(PEOPLE, [(name, known.get(name, nothing)) for name in names]).encode(),
        PEOPLE,
        ["--true", "email_verified=present", "--true", "phone_number_verified=present", "--default-region", "US",
         *rename("id=cognito:username", "email_confirmed_at=email_verified", "phone=phone_number",
                 "phone_confirmed_at=phone_number_verified")],
        meaning={"cognito:username": uuid, "email": "email", "email_verified": "email_verified", "phone_number": "phone",
                 "phone_number_verified": "phone_verified", "updated_at": "updated"},
        pool="both",
        breaks_in=(),
        find=uuid,
    )
    columns = [
        ("id", lambda person: f"user_2YDryYFVMM1W1plDDKz{person.id}"), ("first_name", "given"), ("last_name", "family"),
        ("username", "username"), ("primary_email_address", "email"), ("primary_phone_number", "phone"),
        ("verified_email_addresses", lambda person: person.email if person.email_verified else ""),
        ("unverified_email_addresses", lambda person: "" if person.email_verified else person.email),
        ("verified_phone_numbers", lambda person: person.phone if person.phone_verified else ""),
        ("unverified_phone_numbers", lambda person: "" if person.phone_verified else person.phone),
        ("totp_secret", nothing), ("password_digest", nothing), ("password_hasher", nothing),
    ]
    yield File(
        "clerk/export.csv",
        f"{SHAPE}: the dashboard's user export",
        "a comment before the header; what is verified is said by the column in which it is",
        ("# Users of the production instance, exported 2026-11-14\n" + sheet(PEOPLE, columns)).encode(),
        PEOPLE,
        ["--skip-lines", "1", "--true", "email_verified=present", "--true", "phone_number_verified=present",
         *rename("username=cognito:username", "first_name=given_name", "last_name=family_name",
                 "primary_email_address=email", "primary_phone_number=phone_number",
                 "verified_email_addresses=email_verified", "verified_phone_numbers=phone_number_verified")],
        meaning=NAMES | {"cognito:username": "username", "email_verified": "email_verified", "phone_number": "phone",
                         "phone_number_verified": "phone_verified"},
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
        ("Id", lambda person: f"a1b2c3d4-0001-4000-8000-000000{person.id}"), ("UserName", "username"),
        ("NormalizedUserName", lambda person: person.username.upper()), ("Email", null("email")),
        ("EmailConfirmed", lambda person: str(int(person.email_verified))), ("PasswordHash", always("NULL")),
        ("PhoneNumber", null("phone")), ("PhoneNumberConfirmed", lambda person: str(int(person.phone_verified))),
        ("TwoFactorEnabled", always("0")), ("LockoutEnd", always("NULL")), ("LockoutEnabled", always("1")),
        ("AccessFailedCount", always("0")),
    ]
    rows = [[name for name, _ in columns], ["-" * len(name) for name, _ in columns]]
    rows += [[str(value(person, what)) for _, what in columns] for person in people]
    meaning: Meaning = {"cognito:username": "username", "email": "email", "email_verified": "email_verified",
                        "phone_number": "phone", "phone_number_verified": "phone_verified"}
    options = ["--null", "NULL", *rename("UserName=cognito:username", "EmailConfirmed=email_verified",
                                         "PhoneNumber=phone_number", "PhoneNumberConfirmed=phone_number_verified")]
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
        ("ID", "id"), ("USERNAME", "username"), ("EMAIL", "email"), ("EMAIL_VERIFIED", lambda person: int(person.email_verified)),
        ("GIVEN_NAME", "given"), ("FAMILY_NAME", "family"), ("PHONE_NUMBER", "phone"),
        ("BIRTHDATE", lambda person: f"{person.birthdate:%d-%b-%y}".upper() if person.birthdate else None),
    ]
    yield File(
        "oracle/sql-developer.csv",
        f"{SHAPE}: SQL Developer, Export, csv",
        "column names in capitals, birthdates as 03-APR-90, which an option leaves out",
        sheet(people, columns, quoting=csv.QUOTE_NONNUMERIC).encode(),
        people,
        ["--blank-invalid", "birthdate", *rename("USERNAME=cognito:username")],
        meaning=NAMES | {"cognito:username": "username", "email_verified": "email_verified", "phone_number": "phone",
                         "birthdate": "birthdate"},
        breaks_in=(),
    )
    columns = [("id", "id"), ("username", "username"), ("email", "email"), ("email_verified", "email_verified"),
               ("name", "name"), ("address", "address")]

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
        ["--columns", ",".join(name for name, _ in columns), "--null", "NULL", *SPACES, *rename("username=cognito:username")],
        meaning={"cognito:username": "username", "email": "email", "email_verified": "email_verified", "name": "name",
                 "address": "address"},
        breaks_in=("address",),
        first_line=1,
    )


def files() -> Iterator[File]:
    for of in (of_auth0, of_firebase, of_stores, of_marketing, of_directories, of_applications, of_clients):
        yield from of()
