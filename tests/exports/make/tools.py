"""Programs: where they are, and what they answer."""

import base64
import json
import os
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from files import COLUMNS, cells
from people import PEOPLE, Person

PROGRAMS = Path(__file__).parent / "programs"

# Where node_modules, class files and databases go: outside of the repository.
WORK = Path(os.environ.get("EXPORTS_WORK", "/tmp/exports-work"))


def run(command: Sequence[str], give: bytes = b"", **how: object) -> bytes:
    """What a program writes to its standard output. It fails loudly."""
    environment = os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(command, input=give, capture_output=True, env=environment, **how)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def first_line(command: Sequence[str]) -> str:
    """What a program says of its version."""
    return run(command).decode().splitlines()[0].strip()


def debian(package: str) -> str:
    """The version of a Debian package, without its revision."""
    return run(["dpkg-query", "-W", "-f", "${Version}", package]).decode().split(":")[-1].split("-")[0]


def as_json(people: Sequence[Person] = PEOPLE, columns=COLUMNS, dates: bool = False) -> bytes:
    """The table for programs that read JSON. Dates are text, or {"date": milliseconds}."""

    def plain(value: object) -> object:
        if isinstance(value, datetime):
            return {"date": int(value.timestamp() * 1000)}
        if isinstance(value, date):
            midnight = datetime(value.year, value.month, value.day)
            return (
                {"date": int((midnight - datetime(1970, 1, 1)).total_seconds() * 1000)} if dates else value.isoformat()
            )
        return value

    rows = [[plain(value) for value in cells(person, columns)] for person in people]
    return json.dumps({"columns": [name for name, _ in columns], "rows": rows}).encode()


def as_base64(people: Sequence[Person] = PEOPLE, columns=COLUMNS, true: str = "true", false: str = "false") -> bytes:
    """The table for programs that have no JSON: base64 between tabs, and a hyphen for what is missing."""

    def plain(value: object) -> str:
        match value:
            case None:
                return "-"
            case bool():
                text = true if value else false
            case _:
                text = str(value)
        return base64.b64encode(text.encode()).decode()

    rows = [[name for name, _ in columns], *(cells(person, columns) for person in people)]
    return "".join("\t".join(map(plain, row)) + "\n" for row in rows).encode()
