"""What people do to files: put two together, convert one, print rows by hand."""

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from files import COLUMNS, RENAME, SPACES, File, cells
from people import ANA, BO, PEOPLE, Person
from tools import as_json, first_line, run


def written(people, **how) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", **how)
    writer.writerow([name for name, _ in COLUMNS])
    writer.writerows(cells(person) for person in people)
    return out.getvalue().encode()


def together(*contents: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return run(["cat", *paths])


def lines_with_header_at(line: int):
    """The lines of people when a second header is on one of them."""

    def lines_of(person: Person) -> tuple[int, int]:
        at = 2
        for one in PEOPLE:
            at += at == line
            last = at + sum(str(text or "").count("\n") for text in (one.address, one.note))
            if one is person:
                return at, last
            at = last + 1
        raise KeyError(person)

    return lines_of


def files() -> Iterator[File]:
    core = first_line(["cat", "--version"])
    first, second = PEOPLE[:6], PEOPLE[6:]
    yield File(
        "shell/cat.csv",
        f"{core}, cat first.csv second.csv",
        "the header again in the middle",
        together(written(first), written(second)),
        PEOPLE,
        RENAME + SPACES,
        lines_of=lines_with_header_at(8),
    )
    mark = "\ufeff".encode()
    yield File(
        "shell/cat-with-marks.csv",
        f"{core}, cat first.csv second.csv, both with a byte order mark",
        "a byte order mark and the header again in the middle",
        together(mark + written(first, delimiter=";"), mark + written(second, delimiter=";")),
        PEOPLE,
        RENAME + SPACES,
        lines_of=lines_with_header_at(8),
    )
    yield File(
        "shell/iconv.csv",
        f"{first_line(['iconv', '--version'])}, iconv -t UTF-16LE",
        "UTF-16 without a byte order mark",
        run(["iconv", "-f", "UTF-8", "-t", "UTF-16LE"], written(PEOPLE)),
        PEOPLE,
        RENAME + SPACES,
        encoding="utf-16-le",
    )
    simple = [
        ANA,
        BO,
        *(
            person
            for person in PEOPLE[2:]
            if '"' not in f"{person.given}{person.note}" and "\n" not in (person.note or "")
        ),
    ]
    yield File(
        "shell/spaces-after-commas.csv",
        f"""{first_line(["jq", "--version"]).replace("-", " ")}, map("\\"" + tostring + "\\"") | join(", ")""",
        "a space before each quotation mark, null as text",
        run(["jq", "-r", '.columns, .rows[] | map("\\"" + tostring + "\\"") | join(", ")'], as_json(simple)),
        simple,
        ["--null", "null", *RENAME],
    )
