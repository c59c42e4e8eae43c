"""Workbooks of openpyxl, saved as text by LibreOffice, Gnumeric and xlsx2csv; and what Excel makes of a table."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from openpyxl import Workbook
from xlsx2csv import Xlsx2csv

from files import COLUMNS, RENAME, SPACES, TABLE, File, cells
from people import ANA, BO, CY, DEE, EVE, FAY, GUS, JAN, PEOPLE, WESTERN, ZOE, Person
from tools import debian, run

# A spreadsheet takes 000420 for a number. What is lost in a cell no reader of the file can see.
TYPED = [JAN.but(username="jan.zuk") if person is JAN else person for person in PEOPLE]


def workbook(people: Sequence[Person], path: Path, dates: str = "yyyy-mm-dd", flags: str = "General") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append([name for name, _ in COLUMNS])
    for person in people:
        # A formula would be calculated; people type an apostrophe before it.
        sheet.append([None if value == "=Jan" else value for value in cells(person)])
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = dates
            elif isinstance(cell.value, bool):
                cell.number_format = flags
    book.save(path)
    return path


def without_formula(person: Person) -> str | None:
    return None if person.nickname == "=Jan" else person.nickname


CALCULATED = TABLE | {"nickname": without_formula}


def of_programs() -> Iterator[File]:
    with tempfile.TemporaryDirectory() as folder:
        by = f"openpyxl {version('openpyxl')}"
        book = workbook(PEOPLE, Path(folder, "users.xlsx"))
        german = workbook(WESTERN, Path(folder, "german.xlsx"), "[$-407]DD.MM.YYYY", "[$-407]BOOLEAN")

        def converted(by: str, book: Path) -> bytes:
            profile = f"-env:UserInstallation=file://{folder}/profile"
            run(["soffice", profile, "--headless", "--convert-to", by, "--outdir", folder, book])
            return book.with_suffix(".csv").read_bytes()

        def xlsx2csv(**how) -> bytes:
            out = io.StringIO()
            Xlsx2csv(str(book), **how).convert(out)
            return out.getvalue().encode()

        yield File(
            "xlsx2csv/default.csv",
            f"{by}, xlsx2csv {version('xlsx2csv')}",
            "the sheet as it is in the workbook",
            xlsx2csv(),
            PEOPLE,
            RENAME + SPACES,
            meaning=CALCULATED,
        )
        yield File(
            "xlsx2csv/tabs.tsv",
            f"{by}, xlsx2csv {version('xlsx2csv')} -d tab -q all -f %m/%d/%Y",
            "tabs, every field in quotation marks, the month first",
            xlsx2csv(delimiter="\t", quoting=csv.QUOTE_ALL, dateformat="%m/%d/%Y"),
            PEOPLE,
            RENAME + SPACES,
            meaning=CALCULATED,
        )
        office = f"{by}, LibreOffice {debian('libreoffice-calc-nogui')}"
        yield File(
            "libreoffice/utf-8.csv",
            f"{office}, Text CSV: UTF-8, commas",
            "cells as they are shown",
            converted("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", book),
            PEOPLE,
            RENAME + SPACES,
            meaning=CALCULATED,
        )
        yield File(
            "libreoffice/quoted-tabs.csv",
            f"{office}, Text CSV: UTF-16, tabs, all text in quotation marks",
            "UTF-16 with a byte order mark, text in quotation marks",
            converted("csv:Text - txt - csv (StarCalc):9,34,65535,1,,0,true,true", book),
            PEOPLE,
            RENAME + SPACES,
            meaning=CALCULATED,
            encoding="utf-16",
        )
        yield File(
            "libreoffice/german.csv",
            f"{office}, Text CSV: Windows-1252, semicolons, German cells",
            "WAHR and FALSCH, the day first with dots",
            converted("csv:Text - txt - csv (StarCalc):59,34,1,1,,1031,false,true", german),
            WESTERN,
            [
                "--encoding",
                "windows-1252",
                "--true",
                "email_verified=WAHR",
                "--false",
                "email_verified=FALSCH",
                "--date-order",
                "dmy",
                *RENAME,
                *SPACES,
            ],
            meaning=CALCULATED,
            encoding="windows-1252",
        )
        gnumeric = f"{by}, Gnumeric {debian('gnumeric')}"
        yield File(
            "gnumeric/ssconvert.csv",
            f"{gnumeric}, ssconvert",
            "quotes where needed",
            run(["ssconvert", "--export-type=Gnumeric_stf:stf_csv", book, "fd://1"]),
            PEOPLE,
            RENAME + SPACES,
            meaning=CALCULATED,
        )
        yield File(
            "gnumeric/ssconvert-semicolon.txt",
            f"{gnumeric}, ssconvert -O 'separator=; quoting-mode=always format=preserve eol=windows'",
            "semicolons, CRLF, everything in quotation marks",
            run(
                [
                    "ssconvert",
                    "--export-type=Gnumeric_stf:stf_assistant",
                    "-O",
                    "separator=; quoting-mode=always format=preserve eol=windows charset=UTF-8",
                    book,
                    "fd://1",
                ]
            ),
            PEOPLE,
            RENAME + SPACES,
            meaning=CALCULATED,
        )


def excel(
    people: Sequence[Person], day: Callable[[date], str], flags: tuple[str, str], delimiter: str, end: str = "\r\n"
) -> str:
    """A table as Excel saves it: values as they are shown, quotes where needed."""

    def shown(value: object) -> str:
        match value:
            case None:
                return ""
            case bool():
                return flags[0] if value else flags[1]
            case date():
                return day(value)
        return str(value)

    out = io.StringIO(newline="")
    # With this end the module puts line breaks of either kind in quotation marks.
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([name for name, _ in COLUMNS])
    writer.writerows([[shown(value) for value in cells(person)] for person in people])
    return out.getvalue().replace("\r\n", end)


def american(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def two_ways(person: Person) -> str | None:
    day = person.birthdate
    return "its date can be read two ways" if day and day.day <= 12 and day.day != day.month else None


ENGLISH = ("TRUE", "FALSE")
MONTH_FIRST = ["--date-order", "mdy"]


def of_excel() -> Iterator[File]:
    shape = "the form in which Excel saves, written by the script"
    yield File(
        "excel/csv-utf-8.csv",
        f"{shape}: CSV UTF-8 (comma delimited), United States",
        "a byte order mark, CRLF, TRUE and FALSE, dates as 4/3/1990",
        excel(TYPED, american, ENGLISH, ",").encode("utf-8-sig"),
        TYPED,
        RENAME + SPACES,
    )
    yield File(
        "excel/midnight.csv",
        f"{shape}: CSV (comma delimited) after dates with a time",
        "dates as 4/3/1990 0:00",
        excel(TYPED, lambda day: f"{american(day)} 0:00", ENGLISH, ",").encode(),
        TYPED,
        RENAME + SPACES,
    )
    yield File(
        "excel/unicode-text.txt",
        f"{shape}: Unicode Text",
        "UTF-16 with a byte order mark, tabs, CRLF",
        b"\xff\xfe" + excel(TYPED, american, ENGLISH, "\t").encode("utf-16-le"),
        TYPED,
        MONTH_FIRST + RENAME + SPACES,
        encoding="utf-16",
    )
    yield File(
        "excel/macintosh.csv",
        f"{shape}: CSV (Macintosh)",
        "lines end in a carriage return alone",
        excel([person for person in WESTERN if person is not FAY], american, ENGLISH, ",", "\r").encode(),
        [person for person in WESTERN if person is not FAY],
        MONTH_FIRST + RENAME,
    )
    yield File(
        "excel/macintosh-line-break.csv",
        f"{shape}: CSV (Macintosh), with a line break in a cell",
        "lines end in a carriage return alone, and inside of quotation marks is a line feed",
        excel(WESTERN, american, ENGLISH, ",", "\r").encode(),
        WESTERN,
        MONTH_FIRST + RENAME + SPACES,
    )
    german = ["--true", "email_verified=WAHR", "--false", "email_verified=FALSCH"]
    yield File(
        "excel/germany.csv",
        f"{shape}: CSV (semicolon delimited), Germany",
        "Windows-1252, semicolons, WAHR and FALSCH, dates as 03.04.1990",
        excel(WESTERN, lambda day: f"{day:%d.%m.%Y}", ("WAHR", "FALSCH"), ";").encode("windows-1252"),
        WESTERN,
        ["--encoding", "windows-1252", *german, "--date-order", "dmy", *RENAME, *SPACES],
        encoding="windows-1252",
    )
    french = excel(TYPED, lambda day: f"{day:%d/%m/%Y}", ("VRAI", "FAUX"), ";")
    flags = ["--true", "VRAI", "--false", "FAUX"]
    yield File(
        "excel/france-order-not-named.csv",
        f"{shape}: CSV UTF-8 (semicolon delimited), France, with a line sep=; before the header",
        "the day first, which some dates prove and no option says",
        ("sep=;\r\n" + french).encode("utf-8-sig"),
        TYPED,
        [*flags, *RENAME, *SPACES],
        held=two_ways,
        first_line=3,
    )
    yield File(
        "excel/france-order-from-column.csv",
        f"{shape}: CSV UTF-8 (semicolon delimited), France",
        "the day first, which some dates prove",
        french.encode("utf-8-sig"),
        TYPED,
        [*flags, "--date-order", "from-column", *RENAME, *SPACES],
    )
    mixed = excel(WESTERN, american, ENGLISH, ",").split("\r\n")
    latin = next(at for at, line in enumerate(mixed) if "juergen" in line)
    yield File(
        "excel/two-encodings.csv",
        f"{shape}: one file in UTF-8 and one in Windows-1252, put together",
        "one row is Windows-1252, the others are UTF-8",
        b"\r\n".join(line.encode("windows-1252" if at == latin else "utf-8") for at, line in enumerate(mixed)),
        WESTERN,
        ["--encoding-fallback", "windows-1252", *MONTH_FIRST, *RENAME, *SPACES],
        encoding="latin-1",
    )
    ruined = {
        ANA: ("4.2E+15", "a rounded username"),
        BO: ("4.2E+15", "a rounded username"),
        CY: ("2-Mar", None),
        DEE: ("#NAME?", "an error text as username"),
        EVE: ("#REF!", "an error text as username"),
        GUS: ("42.0", None),
        ZOE: ("zoe.obrien", None),
    }
    numbers = {ANA: "4200000000000001", BO: "4200000000000002", CY: "mar2", DEE: "-dee", EVE: "=eve", GUS: "42"}
    shown = [person.but(username=text, phone=None) for person, (text, _) in ruined.items()]
    own = {person.email: person for person in ruined}
    yield File(
        "excel/ruined.csv",
        f"{shape}: CSV after it took usernames for numbers, dates and formulas",
        "4.2E+15, 2-Mar, #NAME?, 42.0",
        excel(shown, american, ENGLISH, ",").encode(),
        shown,
        MONTH_FIRST + RENAME,
        meaning=TABLE
        | {"cognito:username": lambda person: numbers.get(own[person.email], person.username), "phone_number": "phone"},
        held=lambda person: ruined[own[person.email]][1],
    )
    rounded = [person.but(phone="1.20256E+10") if person.phone and person is not EVE else person for person in TYPED]
    yield File(
        "excel/rounded-phones.csv",
        f"{shape}: CSV after it took phone numbers for numbers",
        "1.20256E+10, of which an option leaves the user without a phone number",
        excel(rounded, american, ENGLISH, ",").encode(),
        TYPED,
        ["--blank-invalid", "phone_number", *MONTH_FIRST, *RENAME, *SPACES],
    )
    names = excel([ANA, BO, ZOE, CY], american, ENGLISH, ",").split("\r\n")
    guarded = [
        ",".join(f'="{one}"' if one[:1].isdigit() and "/" not in one else one for one in line.split(","))
        for line in names[1:3]
    ]
    yield File(
        "excel/guards.csv",
        'the form that people write for Excel: ="…" around digits, bare',
        '="700001" for a username',
        "\r\n".join([names[0], *guarded, ""]).encode(),
        [ANA, BO],
        [*MONTH_FIRST, "--rename", "id=cognito:username", "--drop-unknown-columns"],
        meaning=TABLE | {"cognito:username": "id"},
    )


def files() -> Iterator[File]:
    yield from of_programs()
    yield from of_excel()
