"""What the files of services have in common that their documentation describes."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime

from files import Meaning
from people import PEOPLE, Person

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
