"""The people whose accounts every export holds. Invented: example.com, and numbers kept for fiction."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timezone


@dataclass(frozen=True)
class Person:
    """An account as the system that exports it knows it."""

    id: int
    username: str | None
    email: str | None
    email_verified: bool
    given: str
    family: str
    nickname: str | None = None
    phone: str | None = None
    phone_verified: bool = False
    birthdate: date | None = None
    address: str | None = None
    locale: str = "en-US"
    zone: str = "America/New_York"
    active: bool = True
    created: datetime = datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)
    updated: datetime = datetime(2024, 2, 1, 8, 0, 0, tzinfo=timezone.utc)
    note: str | None = None
    external: str | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def last_first(self) -> str:
        return f"{self.family}, {self.given}"

    @property
    def verified_at(self) -> datetime | None:
        return self.created if self.email_verified else None

    @property
    def phone_verified_at(self) -> datetime | None:
        return self.created if self.phone_verified else None

    def but(self, **changes: object) -> "Person":
        return replace(self, **changes)


def phone(number: int) -> str:
    """A number of the range that North America keeps for fiction."""
    return f"+1202555{100 + number:04d}"


# fmt: off
ANA = Person(
    700001, "ana.lopez", "ana.lopez@example.com", True, "Ana", "López", "Ani", phone(1), True,
    date(1990, 4, 3), "1 Main St", note="VIP",
)
BO = Person(
    700002, "bo.thart", "bo.thart@example.com", True, "Bo", "'t Hart", None, phone(2), False,
    date(1985, 12, 25), "2 Mill Rd, Apt 3",
)
ZOE = Person(
    700003, "zoe.obrien", "zoe.obrien@example.com", True, "Zoë", "O'Brien", "Zo", None, False,
    date(1970, 1, 31), None, active=False, note='asked to be called "Zo"',
)
CY = Person(
    700004, "cy.smith", "cy.smith@example.com", True, "Cy", "Smith, Jr.", None, phone(4), True,
    date(1988, 6, 5), "4 Hill Ln; rear", note="prefers mail, then phone",
)
DEE = Person(
    700005, "dee.berg", "dee.berg@example.com", True, 'Ann "Annie"', "Berg", 'The "Boss"', phone(5), False,
    date(2000, 2, 29), '5 Oak St, 2" pipe in the yard',
)
JUERGEN = Person(
    700006, "juergen.mueller", "juergen.mueller@example.com", True, "Jürgen", "Müller", "Jü", phone(6), True,
    None, "6 Straße", locale="de-DE", zone="Europe/Berlin",
)
EVE = Person(
    700007, "eve.nowak", "eve.nowak@example.com", False, "Eve", "Nowak", None, phone(7), False,
    date(1999, 10, 11), None,
)
FAY = Person(
    700008, "fay.kim", "fay.kim@example.com", True, "Fay", "Kim", "F", None, False,
    date(1993, 7, 4), "8 Park Ave\nSpringfield", note="first line\nsecond line, with a comma",
)
GUS = Person(
    700009, "gus.null", "gus.null@example.com", True, "Gus", "Null", None, phone(9), False,
    date(1961, 11, 12), None,
)
HANA = Person(
    700010, "hana.yamada", "hana.yamada@example.com", True, "花子", "山田", "はな", phone(10), True,
    date(1977, 8, 30), "東京", locale="ja-JP", zone="Asia/Tokyo",
)
IVO = Person(
    700011, "ivo.blank", None, False, "Ivo", "Blank", None, phone(11), False, date(1966, 3, 9), None,
)
JAN = Person(
    700012, "000420", "jan.zuk@example.com", True, "Jan", "Żuk", "=Jan", phone(12), False,
    date(1979, 12, 31), "12 Long Rd",
)

# fmt: on
PEOPLE = [ANA, BO, ZOE, CY, DEE, JUERGEN, EVE, FAY, GUS, HANA, IVO, JAN]

# Programs that cannot write a line break inside a value, or that break the row at it.
ON_ONE_LINE = [person for person in PEOPLE if person is not FAY]

# What Windows-1252 and ISO 8859-15 can write.
WESTERN = [person for person in PEOPLE if person not in (HANA, JAN)]
