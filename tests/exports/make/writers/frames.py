"""pandas, polars, DuckDB and tablib as Django's import-export uses it."""

import csv
import io
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import duckdb
import pandas
import polars

from files import COLUMNS, RENAME, SPACES, TABLE, File, cells
from people import ANA, BO, CY, DEE, EVE, FAY, GUS, HANA, JAN, JUERGEN, PEOPLE, ZOE

NAMES = [name for name, _ in COLUMNS]


def frame(people=PEOPLE, columns=COLUMNS) -> pandas.DataFrame:
    return pandas.DataFrame([cells(person, columns) for person in people], columns=[name for name, _ in columns])


def csv_of(data: pandas.DataFrame, **how) -> bytes:
    out = io.BytesIO()
    data.to_csv(out, lineterminator="\n", **how)
    return out.getvalue()


def of_pandas() -> Iterator[File]:
    def by(call: str) -> str:
        return f"pandas {pandas.__version__}, {call}"

    yield File(
        "pandas/default.csv",
        by("DataFrame.to_csv()"),
        "the index in a first column without a name",
        csv_of(frame()),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "pandas/na-rep-null.csv",
        by("DataFrame.to_csv(na_rep='NULL', index=False)"),
        "NULL where there is nothing, also as an address; Null is a family name",
        csv_of(frame(), na_rep="NULL", index=False),
        PEOPLE,
        ["--null", "NULL", *RENAME, *SPACES],
    )
    nicknames = pandas.Series([person.nickname for person in PEOPLE], dtype=object)
    dated = frame().assign(birthdate=lambda data: pandas.to_datetime(data["birthdate"]))
    yield File(
        "pandas/as-text.csv",
        by("DataFrame.map(str).to_csv(index=False)"),
        "None, nan and NaT as text, midnight after each date",
        csv_of(dated.assign(nickname=nicknames).map(str), index=False),
        PEOPLE,
        ["--null", "None,nan,NaT", *RENAME, *SPACES],
    )
    ids = [person for person in PEOPLE if person is not FAY]
    columns = [("user_id", "id"), *COLUMNS[2:]]
    unknown = frame(ids, columns)
    unknown.loc[len(ids)] = {"user_id": None, "email": "without.id@example.com", "email_verified": True}
    without_id = ANA.but(
        id=0,
        username=None,
        email="without.id@example.com",
        given=None,
        family=None,
        nickname=None,
        phone=None,
        birthdate=None,
        address=None,
        note=None,
    )
    yield File(
        "pandas/float-ids.csv",
        by("a column of ids with one missing, DataFrame.to_csv(index=False)"),
        "ids as 700001.0, because one is missing",
        csv_of(unknown, index=False),
        [*ids, without_id],
        ["--rename", "user_id=cognito:username", "--drop-unknown-columns", *SPACES],
        meaning=TABLE | {"cognito:username": lambda person: person.id or None},
        find=lambda person: person.email or f"{person.id}.0",
    )
    yield File(
        "pandas/semicolon-with-mark.csv",
        by("DataFrame.to_csv(sep=';', encoding='utf-8-sig', quoting=csv.QUOTE_ALL, index=False)"),
        "a byte order mark, semicolons, every field in quotation marks",
        csv_of(frame(), sep=";", encoding="utf-8-sig", quoting=csv.QUOTE_ALL, index=False),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "pandas/tabs-escaped.tsv",
        by("DataFrame.to_csv(sep='\\t', quoting=csv.QUOTE_NONE, escapechar='\\\\', index=False)"),
        "no quoting: a backslash before quotation marks and line breaks",
        csv_of(frame(), sep="\t", quoting=csv.QUOTE_NONE, escapechar="\\", index=False),
        PEOPLE,
        ["--escape", "backslash", *RENAME, *SPACES],
    )
    moments = frame(
        PEOPLE, [*COLUMNS[:3], ("email_confirmed_at", "verified_at"), *COLUMNS[4:], ("updated_at", "updated")]
    )
    moments = moments.assign(
        birthdate=pandas.to_datetime(moments["birthdate"]), updated_at=moments["updated_at"].astype(str)
    )
    yield File(
        "pandas/timestamps.csv",
        by("dates as Timestamps, DataFrame.to_csv(date_format='%Y-%m-%d %H:%M:%S', index=False)"),
        "midnight after each date, and a time of confirmation for a flag",
        csv_of(moments, date_format="%Y-%m-%d %H:%M:%S", index=False),
        PEOPLE,
        [
            "--rename",
            "email_confirmed_at=email_verified",
            "--true",
            "email_verified=present",
            *RENAME,
            *SPACES,
        ],
        meaning=TABLE | {"updated_at": "updated"},
    )
    short = [ANA, BO, CY, DEE, EVE, GUS, JAN, JUERGEN, HANA, ZOE]
    data = frame(short)
    data["email_verified"] = data["email_verified"].astype(float)
    yield File(
        "pandas/float-flags.csv",
        by("flags read as numbers, DataFrame.to_csv(index=False, encoding='utf-16')"),
        "flags as 1.0 and 0.0, UTF-16 with a byte order mark",
        csv_of(data, index=False, encoding="utf-16"),
        short,
        ["--true", "email_verified=1.0", "--false", "email_verified=0.0", *RENAME],
        encoding="utf-16",
    )


def of_polars() -> Iterator[File]:
    data = polars.DataFrame([cells(person) for person in PEOPLE], schema=NAMES, orient="row", infer_schema_length=None)
    yield File(
        "polars/write-csv.csv",
        f"polars {polars.__version__}, DataFrame.write_csv()",
        "quotes where needed, true and false",
        data.write_csv().encode(),
        PEOPLE,
        RENAME + SPACES,
    )
    yield File(
        "polars/quote-never.tsv",
        f"polars {polars.__version__}, DataFrame.write_csv(separator='\\t', quote_style='never', null_value='null')",
        "no quoting and no escaping: quotation marks are data, and a line break breaks the row",
        data.write_csv(separator="\t", quote_style="never", null_value="null").encode(),
        PEOPLE,
        ["--quote", "none", "--null", "null", *RENAME],
        held=lambda person: "its row is broken by a line break" if person is FAY else None,
    )


def of_duckdb() -> Iterator[File]:
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect()
        connection.execute(
            "CREATE TABLE users (id BIGINT, username VARCHAR, email VARCHAR, email_verified BOOLEAN,"
            " given_name VARCHAR, family_name VARCHAR, nickname VARCHAR, phone_number VARCHAR, birthdate DATE,"
            " address VARCHAR, note VARCHAR)"
        )
        marks = ", ".join("?" for _ in COLUMNS)
        connection.executemany(f"INSERT INTO users VALUES ({marks})", [cells(person) for person in PEOPLE])

        def copied(how: str) -> bytes:
            path = Path(folder, "users.csv")
            connection.execute(f"COPY users TO '{path}' ({how})")
            return path.read_bytes()

        yield File(
            "duckdb/copy.csv",
            f"DuckDB {duckdb.__version__}, COPY users TO … (HEADER)",
            "quotes where needed, true and false",
            copied("HEADER"),
            PEOPLE,
            RENAME + SPACES,
        )
        yield File(
            "duckdb/copy-pipes-null.csv",
            f"DuckDB {duckdb.__version__}, COPY users TO …"
            " (HEADER, DELIMITER '|', NULLSTR '\\N', DATEFORMAT '%d.%m.%Y')",
            "pipes, \\N where there is nothing, the day first",
            copied(r"HEADER, DELIMITER '|', NULLSTR '\N', DATEFORMAT '%d.%m.%Y'"),
            PEOPLE,
            ["--null", r"\N", "--date-order", "dmy", *RENAME, *SPACES],
        )


def of_django() -> Iterator[File]:
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "import_export"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="UTC",
    )
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from import_export import resources

    call_command("migrate", verbosity=0)
    people = [person for person in PEOPLE if person.email_verified]
    for person in people:
        User.objects.create(
            id=person.id,
            username=person.username,
            email=person.email,
            first_name=person.given,
            last_name=person.family,
            is_active=person.active,
            date_joined=person.created,
            password="!unusable",
        )
    data = resources.modelresource_factory(User)().export()
    meaning = {
        "cognito:username": "username",
        "email": "email",
        "email_verified": lambda person: True,
        "given_name": "given",
        "family_name": "family",
    }
    renames = [
        word
        for pair in ("username=cognito:username", "first_name=given_name", "last_name=family_name")
        for word in ("--rename", pair)
    ]
    by = f"Django {version('django')}, django-import-export {version('django-import-export')}"
    by += f", tablib {version('tablib')}"
    yield File(
        "django/import-export.csv",
        by,
        "the whole User model, flags as 1 and 0; one user is not active",
        data.csv.encode(),
        people,
        [*renames, "--set", "email_verified=true", "--drop-unknown-columns"],
        meaning=meaning,
        breaks_in=(),
        held=lambda person: None if person.active else "the account is not active",
    )
    yield File(
        "django/import-export-keep.tsv",
        by,
        "the same as TSV, and users who are not active are wanted, too",
        data.tsv.encode(),
        people,
        [*renames, "--set", "email_verified=true", "--keep-disabled", "--drop-unknown-columns"],
        meaning=meaning,
        breaks_in=(),
    )


def files() -> Iterator[File]:
    yield from of_pandas()
    yield from of_polars()
    yield from of_duckdb()
    yield from of_django()
