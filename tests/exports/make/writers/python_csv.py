"""Python's own csv module, in each of its dialects."""

import csv
import io
import platform
from collections.abc import Iterator

from files import COLUMNS, RENAME, SPACES, TABLE, File, cells
from people import FAY, PEOPLE


def written(people, **how) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, **how)
    writer.writerow([name for name, _ in COLUMNS])
    writer.writerows(cells(person) for person in people)
    return out.getvalue().encode()


def files() -> Iterator[File]:
    def by(call: str) -> str:
        return f"Python {platform.python_version()}, csv.writer({call})"

    yield File(
        "python-csv/excel.csv",
        by("dialect='excel'"),
        "CRLF, quotes where needed, line breaks kept, True and False, ISO dates",
        written(PEOPLE, dialect="excel"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "python-csv/excel-tab.tsv",
        by("dialect='excel-tab'"),
        "tabs, quotes where needed; without an option for line breaks",
        written(PEOPLE, dialect="excel-tab"),
        PEOPLE,
        RENAME,
    )
    yield File(
        "python-csv/unix.csv",
        by("dialect='unix'"),
        "every field in quotation marks, LF",
        written(PEOPLE, dialect="unix"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "python-csv/quote-none.csv",
        by("quoting=csv.QUOTE_NONE, escapechar='\\\\'"),
        "a backslash before commas, quotation marks, backslashes and line breaks",
        written(PEOPLE, quoting=csv.QUOTE_NONE, escapechar="\\", lineterminator="\n"),
        PEOPLE,
        ["--escape", "backslash", *RENAME, *SPACES],
    )
    yield File(
        "python-csv/not-doubled.csv",
        by("doublequote=False, escapechar='\\\\'"),
        "quotes where needed, and a backslash before a quotation mark inside them",
        written(PEOPLE, doublequote=False, escapechar="\\", lineterminator="\n"),
        PEOPLE,
        ["--escape", "backslash", *RENAME, *SPACES],
    )
    yield File(
        "python-csv/single-quotes.csv",
        by("quotechar=\"'\", quoting=csv.QUOTE_NONNUMERIC, delimiter='|'"),
        "text in apostrophes, an apostrophe inside doubled, pipes between fields",
        written(PEOPLE, quotechar="'", quoting=csv.QUOTE_NONNUMERIC, delimiter="|"),
        PEOPLE,
        ["--quote", "'", *RENAME, *SPACES],
    )
    yield File(
        "python-csv/caret.csv",
        by("delimiter='^'"),
        "carets between fields",
        written(PEOPLE, delimiter="^"),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "python-csv/carriage-returns.csv",
        by("lineterminator='\\r'"),
        "lines end in a carriage return alone; a line feed, which this module does not quote then, breaks a row",
        written(PEOPLE, lineterminator="\r"),
        PEOPLE,
        RENAME,
        held=lambda person: "its row is broken by a line feed" if person is FAY else None,
    )
    own = [person for person in PEOPLE if person.email_verified]
    yield File(
        "python-csv/username-is-the-address.csv",
        by("dialect='excel'"),
        "no usernames of its own, for a pool that signs in with the address",
        written(own, dialect="excel"),
        own,
        [
            "--copy",
            "email=cognito:username",
            "--rename",
            "username=preferred_username",
            "--drop-unknown-columns",
            *SPACES,
        ],
        meaning=TABLE | {"cognito:username": "email", "preferred_username": "username"},
        pool="email",
    )
