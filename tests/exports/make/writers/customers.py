"""Shops, payments, mailing lists and tables on the web, by what they document and what is public of their files."""

import csv
from collections.abc import Iterator

from files import SPACES, File
from people import FAY, IVO, ON_ONE_LINE, PEOPLE, WESTERN
from shape import (
    ADDRESSED,
    NAMES,
    SHAPE,
    VERIFIED,
    Columns,
    always,
    is_true,
    national,
    nothing,
    plain,
    rename,
    sheet,
)


def of_stores() -> Iterator[File]:
    def guard(text: str | None) -> str:
        return f"'{text}" if text else ""

    customers = [person.but(id=7000000000000 + person.id) for person in ON_ONE_LINE]
    columns: Columns = [
        ("Customer ID", lambda person: guard(str(person.id))),
        ("First Name", "given"),
        ("Last Name", "family"),
        ("Email", "email"),
        ("Accepts Email Marketing", always("yes")),
        ("Default Address Company", nothing),
        ("Default Address Address1", "address"),
        ("Default Address Address2", nothing),
        ("Default Address City", always("Springfield")),
        ("Default Address Province Code", always("IL")),
        ("Default Address Country Code", always("US")),
        ("Default Address Zip", always("'00501")),
        ("Default Address Phone", nothing),
        ("Phone", lambda person: guard(person.phone)),
        ("Accepts SMS Marketing", always("no")),
        ("Total Spent", always("42.00")),
        ("Total Orders", always("2")),
        ("Note", "note"),
        ("Tax Exempt", always("no")),
        ("Tags", nothing),
    ]
    yield File(
        "shopify/customers.csv",
        f"{SHAPE}: Customers, Export",
        "an apostrophe before every id, phone number and zip, and before no name but 't Hart",
        sheet(customers, columns).encode(),
        customers,
        [
            *VERIFIED,
            *rename(
                "Customer ID=cognito:username",
                "First Name=given_name",
                "Last Name=family_name",
                "Phone=phone_number",
                "Default Address Address1=address",
            ),
        ],
        meaning=NAMES
        | {"cognito:username": "id", "email_verified": is_true, "phone_number": "phone", "address": "address"},
        breaks_in=(),
        find=lambda person: str(person.id),
    )
    customers = [person.but(external=f"cus_{person.id}ExAmPlE") for person in ADDRESSED]
    columns = [
        ("id", "external"),
        ("Description", "note"),
        ("Email", "email"),
        ("Name", "name"),
        ("Created (UTC)", lambda person: f"{person.created:%Y-%m-%d %H:%M}"),
        ("Delinquent", always("false")),
        ("Card ID", nothing),
        ("Card Last4", nothing),
        ("Card Brand", nothing),
        ("Plan", nothing),
        ("Status", nothing),
        ("Total Spend", always("42.00")),
        ("Payment Count", always("2")),
        ("user_id (metadata)", "id"),
    ]
    yield File(
        "stripe/customers.csv",
        f"{SHAPE}: Customers, Export",
        "a description with line breaks, a column Status that is always blank",
        sheet(customers, columns).encode(),
        customers,
        [*VERIFIED, *rename("id=cognito:username", "user_id (metadata)=custom:legacy_id")],
        meaning={
            "cognito:username": "external",
            "email": "email",
            "email_verified": is_true,
            "name": "name",
            "custom:legacy_id": "id",
        },
        pool="custom",
        header="custom",
        breaks_in=("note",),
        # Its second line has a comma, and so 14 fields as the header has.
        held=lambda person: (
            "a line inside its quotation marks looks like a row" if "\n" in (person.note or "") else None
        ),
    )
    columns = [
        ("email", "email"),
        ("_website", always("base")),
        ("_store", always("default")),
        ("confirmation", nothing),
        ("created_at", lambda person: plain(person.created)),
        ("created_in", always("Default Store View")),
        ("disable_auto_group_change", always("0")),
        ("dob", lambda person: f"{person.birthdate:%Y-%m-%d} 00:00:00" if person.birthdate else ""),
        ("failures_num", always("0")),
        ("firstname", "given"),
        ("first_failure", nothing),
        ("gender", nothing),
        ("group_id", always("1")),
        ("lastname", "family"),
        ("lock_expires", nothing),
        ("middlename", nothing),
        ("password_hash", always("b2d8a1c6f0:Kf93jd8Sk2:1")),
        ("prefix", nothing),
        ("rp_token", nothing),
        ("store_id", always("1")),
        ("taxvat", nothing),
        ("updated_at", lambda person: plain(person.updated)),
        ("website_id", always("1")),
        ("password", nothing),
    ]
    yield File(
        "magento/customers.csv",
        f"{SHAPE}: System, Export, Customers Main File",
        "columns password_hash and updated_at that mean something else or lack a zone; midnight after birthdates",
        sheet(ADDRESSED, columns).encode(),
        ADDRESSED,
        [
            *VERIFIED,
            "--copy",
            "email=cognito:username",
            "--time-zone",
            "UTC",
            *rename("firstname=given_name", "lastname=family_name", "dob=birthdate"),
        ],
        meaning=NAMES
        | {"cognito:username": "email", "email_verified": is_true, "birthdate": "birthdate", "updated_at": "updated"},
        pool="email",
        breaks_in=(),
    )


def of_marketing() -> Iterator[File]:
    columns: Columns = [
        ("Email Address", "email"),
        ("First Name", "given"),
        ("Last Name", "family"),
        ("Address", "address"),
        ("Phone Number", national),
        ("Birthday", lambda person: f"{person.birthdate:%m/%d}" if person.birthdate else ""),
        ("MEMBER_RATING", always("2")),
        ("OPTIN_TIME", nothing),
        ("OPTIN_IP", nothing),
        ("CONFIRM_TIME", lambda person: plain(person.verified_at)),
        ("CONFIRM_IP", always("192.0.2.1")),
        ("LATITUDE", nothing),
        ("LONGITUDE", nothing),
        ("GMTOFF", nothing),
        ("DSTOFF", nothing),
        ("TIMEZONE", "zone"),
        ("CC", always("US")),
        ("REGION", always("IL")),
        ("LAST_CHANGED", lambda person: plain(person.updated)),
        ("LEID", "id"),
        ("EUID", lambda person: f"e{person.id}"),
        ("NOTES", nothing),
        ("TAGS", always('"VIP","Beta"')),
    ]
    people = [person.but(address="8 Park Ave  Springfield") if person is FAY else person for person in ADDRESSED]
    yield File(
        "mailchimp/subscribed-members.csv",
        f"{SHAPE}: Audience, Export",
        "national phone numbers, birthdays without a year, the time of a confirmation",
        sheet(people, columns).encode(),
        people,
        [
            "--true",
            "email_verified=present",
            "--default-region",
            "US",
            *rename(
                "EUID=cognito:username",
                "Email Address=email",
                "First Name=given_name",
                "Last Name=family_name",
                "Phone Number=phone_number",
                "CONFIRM_TIME=email_verified",
                "TIMEZONE=zoneinfo",
            ),
        ],
        meaning=NAMES
        | {
            "cognito:username": lambda person: f"e{person.id}",
            "email_verified": "email_verified",
            "phone_number": "phone",
            "address": "address",
            "zoneinfo": "zone",
        },
        breaks_in=(),
    )
    contacts = [person.but(id=601000000000 + person.id) for person in ADDRESSED]
    columns = [
        ("Record ID", "id"),
        ("First Name", "given"),
        ("Last Name", "family"),
        ("Email", "email"),
        ("Phone Number", national),
        ("Contact owner", nothing),
        ("Last Activity Date (EST)", nothing),
        ("Lead Status", always("Open")),
        ("Marketing contact status", always("Marketing contact")),
        ("Create Date (EST)", lambda person: f"{person.created:%Y-%m-%d %H:%M}"),
        ("Date of birth", lambda person: f"{person.birthdate:%Y-%m-%d}" if person.birthdate else ""),
    ]
    yield File(
        "hubspot/all-contacts.csv",
        f"{SHAPE}: Contacts, Export view",
        "every field in quotation marks, ids of twelve digits",
        sheet(contacts, columns, quoting=csv.QUOTE_ALL).encode(),
        contacts,
        [
            *VERIFIED,
            "--default-region",
            "US",
            *rename(
                "Record ID=cognito:username",
                "First Name=given_name",
                "Last Name=family_name",
                "Phone Number=phone_number",
                "Date of birth=birthdate",
            ),
        ],
        meaning=NAMES
        | {"cognito:username": "id", "email_verified": is_true, "phone_number": "phone", "birthdate": "birthdate"},
        breaks_in=(),
    )
    contacts = [person.but(external=f"0035g0000{person.id}AAA") for person in WESTERN if person.email]
    columns = [
        ("Contact ID", "external"),
        ("First Name", "given"),
        ("Last Name", "family"),
        ("Email", "email"),
        ("Mobile", national),
        (
            "Birthdate",
            lambda person: (
                f"{person.birthdate.month}/{person.birthdate.day}/{person.birthdate.year}" if person.birthdate else ""
            ),
        ),
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
        [
            *VERIFIED,
            "--encoding",
            "iso-8859-1",
            "--date-order",
            "mdy",
            "--default-region",
            "US",
            *SPACES,
            *rename(
                "Contact ID=cognito:username",
                "First Name=given_name",
                "Last Name=family_name",
                "Mobile=phone_number",
                "Mailing Street=address",
            ),
        ],
        meaning=NAMES
        | {
            "cognito:username": "external",
            "email_verified": is_true,
            "phone_number": "phone",
            "birthdate": "birthdate",
            "address": "address",
        },
        encoding="iso-8859-1",
        breaks_in=("address",),
    )
    records = [person for person in PEOPLE if person is not IVO]
    columns = [
        ("Name", "name"),
        ("User", "username"),
        ("Email", "email"),
        ("Confirmed", lambda person: "checked" if person.email_verified else ""),
        (
            "Born",
            lambda person: (
                f"{person.birthdate.month}/{person.birthdate.day}/{person.birthdate.year}" if person.birthdate else ""
            ),
        ),
        ("Phone", national),
        ("Notes", "note"),
    ]
    yield File(
        "airtable/grid-view.csv",
        f"{SHAPE}: Grid view, Download CSV",
        "a byte order mark, checked for true, national phone numbers",
        sheet(records, columns).encode("utf-8-sig"),
        records,
        [
            "--true",
            "email_verified=checked",
            "--date-order",
            "mdy",
            "--default-region",
            "US",
            *rename("User=cognito:username", "Confirmed=email_verified", "Born=birthdate", "Phone=phone_number"),
        ],
        meaning={
            "name": "name",
            "cognito:username": "username",
            "email": "email",
            "email_verified": "email_verified",
            "birthdate": "birthdate",
            "phone_number": "phone",
        },
        breaks_in=("note",),
    )


def files() -> Iterator[File]:
    for of in (of_stores, of_marketing):
        yield from of()
