"""PostgreSQL, MariaDB and SQLite: servers of their own on the loopback interface, with throw-away data."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from files import COLUMNS, RENAME, SPACES, TABLE, File, cells
from people import FAY, ON_ONE_LINE, PEOPLE, Person
from tools import debian, first_line, run

NAMES = [name for name, _ in COLUMNS] + ["updated_at"]
FIELDS = [*COLUMNS, ("updated_at", "updated")]
NAMED = ["--columns", ",".join(NAMES)]
MEANING = TABLE | {"updated_at": "updated"}
# Neither database writes a zone beside a timestamp of a column without one.
ZONE = ["--time-zone", "UTC"]


def table(text: str, flag: str, moment: str) -> str:
    kinds = {"id": "BIGINT", "email_verified": flag, "birthdate": "DATE", "updated_at": moment}
    columns = ", ".join(f"{name} {kinds.get(name, text)}" for name in NAMES)
    return f"CREATE TABLE users ({columns});"


def literal(value: object, backslashes: bool) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case datetime():
            return f"'{value:%Y-%m-%d %H:%M:%S}'"
    text = str(value).replace("'", "''")
    return "'" + (text.replace("\\", "\\\\") if backslashes else text) + "'"


def inserts(people: Sequence[Person], backslashes: bool = False) -> str:
    rows = (", ".join(literal(value, backslashes) for value in cells(person, FIELDS)) for person in people)
    return "".join(f"INSERT INTO users VALUES ({row});\n" for row in rows)


def broken(person: Person) -> str | None:
    return "its row is broken by a line break" if person is FAY else None


@contextmanager
def server(start: Sequence[str], ready: Sequence[str], user: str) -> Iterator[None]:
    """Runs a server until the block ends. Databases do not run as root: then another user does it."""
    who = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    process = subprocess.Popen([*who, *start], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if subprocess.run(ready, capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{start[0]} does not answer")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def owned(folder: str, user: str) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, user)
        os.chmod(folder, 0o755)


def of_postgres() -> Iterator[File]:
    binaries = sorted(Path("/usr/lib/postgresql").iterdir())[-1] / "bin"
    with tempfile.TemporaryDirectory() as folder:
        owned(folder, "postgres")
        who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        data = f"{folder}/data"
        run([*who, binaries / "initdb", "-D", data, "-U", "exports", "-A", "trust", "-E", "UTF8", "--locale=C"])
        at = ["-h", folder, "-U", "exports", "-d", "postgres"]
        start = [binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "timezone=UTC"]
        with server(start, ["psql", *at, "-c", "SELECT 1"], "postgres"):
            psql = ["psql", *at, "-X", "-q"]
            run(psql, (table("TEXT", "BOOLEAN", "TIMESTAMPTZ") + inserts(PEOPLE)).encode())
            version = f"PostgreSQL {debian('postgresql-15')}"

            def copied(how: str) -> bytes:
                return run([*psql, "-c", f"COPY users TO STDOUT WITH ({how})"])

            yield File(
                "postgres/copy-text.tsv",
                f"{version}, COPY users TO STDOUT WITH (FORMAT text, HEADER)",
                "without an option: \\N and \\n prove it; t and f",
                copied("FORMAT text, HEADER"),
                PEOPLE,
                RENAME + SPACES,
                meaning=MEANING,
                breaks_in=(),
            )
            dump = run([binaries / "pg_dump", *at[:4], "-a", "-t", "users", "postgres"]).decode()
            block = re.search(r"^COPY .*? FROM stdin;\n(.*?^\\\.\n)", dump, re.DOTALL | re.MULTILINE)
            yield File(
                "postgres/pg-dump-block.tsv",
                f"{version}, pg_dump -a: the lines after COPY … FROM stdin",
                "no header, a final \\.",
                block.group(1).encode(),
                PEOPLE,
                ["--from", "postgres-text", *NAMED, *RENAME, *SPACES],
                meaning=MEANING,
                breaks_in=(),
                first_line=1,
            )
            yield File(
                "postgres/copy-csv.csv",
                f"{version}, COPY users TO STDOUT WITH (FORMAT csv, HEADER)",
                "quotes where needed, t and f, timestamps with +00",
                copied("FORMAT csv, HEADER"),
                PEOPLE,
                RENAME + SPACES,
                meaning=MEANING,
            )
            yield File(
                "postgres/copy-csv-null.csv",
                f"{version}, COPY users TO STDOUT WITH (FORMAT csv, HEADER, NULL 'NULL', FORCE_QUOTE *, DELIMITER ';')",
                "semicolons, everything in quotation marks but NULL",
                copied("FORMAT csv, HEADER, NULL 'NULL', FORCE_QUOTE *, DELIMITER ';'"),
                PEOPLE,
                ["--null", "NULL", *RENAME, *SPACES],
                meaning=MEANING,
            )
            yield File(
                "postgres/copy-csv-backslash.csv",
                f"{version}, COPY users TO STDOUT WITH (FORMAT csv, HEADER, ESCAPE '\\')",
                "a backslash before quotation marks inside quotation marks",
                copied("FORMAT csv, HEADER, ESCAPE '\\'"),
                PEOPLE,
                ["--escape", "backslash", *RENAME, *SPACES],
                meaning=MEANING,
            )
            yield File(
                "postgres/psql-csv.csv",
                f"{version}, psql --csv",
                "quotes where needed",
                run([*psql, "--csv", "-c", "SELECT * FROM users"]),
                PEOPLE,
                RENAME + SPACES,
                meaning=MEANING,
            )
            yield File(
                "postgres/psql-unaligned.csv",
                f"{version}, psql -A",
                "pipes, no quoting, a footer that counts the rows; a line break breaks a row",
                run([*psql, "-A", "-c", "SELECT * FROM users"]),
                PEOPLE,
                ["--quote", "none", *RENAME],
                meaning=MEANING,
                held=broken,
            )
            run([*psql, "-c", f"DELETE FROM users WHERE id = {FAY.id}"])
            yield File(
                "postgres/psql-aligned.txt",
                f"{version}, psql",
                "a table for reading: padded with spaces, a line of hyphens, a footer",
                run([*psql, "-c", "SELECT * FROM users"]),
                ON_ONE_LINE,
                ["--delimiter", "|", "--quote", "none", *RENAME],
                meaning=MEANING,
                first_line=3,
            )


def of_mariadb() -> Iterator[File]:
    with tempfile.TemporaryDirectory() as folder:
        owned(folder, "mysql")
        who = ["runuser", "-u", "mysql", "--"] if os.geteuid() == 0 else []
        data, socket = f"{folder}/data", f"{folder}/socket"
        run(
            [
                *who,
                "mariadb-install-db",
                "--no-defaults",
                f"--datadir={data}",
                "--auth-root-authentication-method=normal",
            ]
        )
        start = [
            "mariadbd",
            "--no-defaults",
            f"--datadir={data}",
            f"--socket={socket}",
            "--skip-networking",
            "--secure-file-priv=",
            "--character-set-server=utf8mb4",
            "--default-time-zone=+00:00",
        ]
        client = ["mariadb", "--no-defaults", f"--socket={socket}", "-u", "root", "--default-character-set=utf8mb4"]
        with server(start, [*client, "-e", "SELECT 1"], "mysql"):
            run([*client, "-e", "CREATE DATABASE exports"])
            client.append("exports")
            run(client, (table("TEXT", "BOOLEAN", "DATETIME") + inserts(PEOPLE, backslashes=True)).encode())
            version = f"MariaDB {debian('mariadb-server')}"

            def outfile(how: str = "") -> bytes:
                path = Path(folder, "out.txt")
                run([*client, "-e", f"SELECT * FROM users INTO OUTFILE '{path}' CHARACTER SET utf8mb4 {how}"])
                content = path.read_bytes()
                path.unlink()
                return content

            yield File(
                "mariadb/outfile.tsv",
                f"{version}, SELECT … INTO OUTFILE",
                "tabs, no header, \\N, a backslash before a line break",
                outfile(),
                PEOPLE,
                ["--from", "mysql", *NAMED, *ZONE, *RENAME, *SPACES],
                meaning=MEANING,
                first_line=1,
            )
            quoted = r"""FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"'"""
            yield File(
                "mariadb/outfile-quoted.csv",
                f"{version}, SELECT … INTO OUTFILE … {quoted}",
                "commas, quotation marks and backslashes; no header, \\N",
                outfile(quoted),
                PEOPLE,
                ["--from", "mysql", "--delimiter", ",", "--quote", '"', *NAMED, *ZONE, *RENAME, *SPACES],
                meaning=MEANING,
                first_line=1,
            )
            dumped = f"{folder}/dump"
            Path(dumped).mkdir()
            owned(dumped, "mysql")
            run(
                [
                    "mariadb-dump",
                    "--no-defaults",
                    f"--socket={socket}",
                    "-u",
                    "root",
                    f"--tab={dumped}",
                    "exports",
                    "users",
                ]
            )
            yield File(
                "mariadb/dump-tab.txt",
                f"{version}, mariadb-dump --tab",
                "the data file beside the table's definition",
                Path(dumped, "users.txt").read_bytes(),
                PEOPLE,
                ["--from", "mysql", *NAMED, *ZONE, *RENAME, *SPACES],
                meaning=MEANING,
                first_line=1,
            )
            batch = run([*client, "-B", "-e", "SELECT * FROM users"])
            yield File(
                "mariadb/batch.tsv",
                f"{version}, mariadb -B",
                "tabs, a header, NULL as text, \\n for a line break; quotation marks are data",
                batch,
                PEOPLE,
                ["--from", "mysql", "--null", "NULL", *ZONE, *RENAME, *SPACES],
                meaning=MEANING,
                breaks_in=(),
            )
            yield File(
                "mariadb/batch-not-named.tsv",
                f"{version}, mariadb -B",
                "the same without an option: \\n inside fields proves it",
                batch,
                PEOPLE,
                ["--null", "NULL", *ZONE, *RENAME, *SPACES],
                meaning=MEANING,
                breaks_in=(),
            )
            yield File(
                "mariadb/table.txt",
                f"{version}, mariadb -t",
                "a table for reading, drawn with + and |",
                run([*client, "-t", "-e", f"SELECT * FROM users WHERE id <> {FAY.id}"]),
                ON_ONE_LINE,
                ["--skip-lines", "1", "--delimiter", "|", "--quote", "none", "--null", "NULL", *ZONE, *RENAME],
                meaning=MEANING,
                first_line=4,
            )


def of_sqlite() -> Iterator[File]:
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/users.db"
        run(["sqlite3", database], (table("TEXT", "BOOLEAN", "TEXT") + inserts(PEOPLE)).encode())
        version = f"SQLite {first_line(['sqlite3', '--version']).split()[0]}"

        def written(mode: str) -> bytes:
            return run(["sqlite3", database], f".headers on\n{mode}\nSELECT * FROM users;\n".encode())

        yield File(
            "sqlite/mode-csv.csv",
            f"{version}, .mode csv",
            "CRLF, quotes where needed, flags as 1 and 0",
            written(".mode csv"),
            PEOPLE,
            ZONE + RENAME + SPACES,
            meaning=MEANING,
        )
        yield File(
            "sqlite/mode-list.csv",
            f"{version}, .mode list",
            "pipes, no quoting; a line break breaks a row",
            written(".mode list"),
            PEOPLE,
            ["--quote", "none", *ZONE, *RENAME],
            meaning=MEANING,
            held=broken,
        )
        yield File(
            "sqlite/mode-tabs.tsv",
            f"{version}, .mode tabs",
            "tabs, no quoting; a line break breaks a row; no option says that nothing is quoted",
            written(".mode tabs"),
            PEOPLE,
            ZONE + RENAME,
            meaning=MEANING,
            held=broken,
        )
        yield File(
            "sqlite/mode-quote.csv",
            f"{version}, .mode quote",
            "SQL's literals: text in apostrophes, NULL",
            written(".mode quote"),
            PEOPLE,
            ["--quote", "'", "--null", "NULL", *ZONE, *RENAME, *SPACES],
            meaning=MEANING,
        )
        yield File(
            "sqlite/nullvalue.csv",
            f"{version}, .mode list, .separator ;, .nullvalue (null)",
            "semicolons, no quoting, (null) where there is nothing",
            written(".mode list\n.separator ;\n.nullvalue (null)"),
            PEOPLE,
            ["--quote", "none", "--null", "common", *ZONE, *RENAME],
            meaning=MEANING,
            held=lambda person: (
                broken(person) or ("a semicolon in its address" if ";" in (person.address or "") else None)
            ),
        )


def files() -> Iterator[File]:
    yield from of_postgres()
    yield from of_mariadb()
    yield from of_sqlite()
