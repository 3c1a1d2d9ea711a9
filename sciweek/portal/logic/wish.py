"""What a visitor asks of the list: read from an address, written into one.

An address may carry anything; only what is known and makes sense is taken. One wish has one spelling, so that a
page is kept once however its address was written, and tracking words that others append never count.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sciweek.activities.states import Audience, Kind
from sciweek.base.clock import read_day
from sciweek.base.ids import ALPHABET, CODE_LENGTH
from sciweek.base.text import clean

LONGEST_WORDS = 100
MOST_WORDS = 8
LAST_PAGE = 100_000
OLDEST = 120
MOST_CODES = 200

LIST_WORDS = ("day", "month", "kind", "unit", "audience", "series", "when", "q")
PROGRAMME_WORDS = (*LIST_WORDS, "street", "venue", "activity", "age", "part")
# How full a session is moves too fast for what others keep: pages alone ask for it.
SEATS_WORDS = (*PROGRAMME_WORDS, "seats")
# What a page reads of its query, by the end of its address; every other page reads nothing.
ASKED: dict[str, tuple[str, ...]] = {
    "/activities/": (*LIST_WORDS, "page"),
    "/programme/": (*SEATS_WORDS, "page", "view"),
    "/programme/map/": SEATS_WORDS,
    "/programme/print/": SEATS_WORDS,
    "/programme/mine/": ("codes",),
    "/programme/embed/": PROGRAMME_WORDS,
    "/programme/feed.atom": PROGRAMME_WORDS,
    "/programme.ics": (*PROGRAMME_WORDS, "codes"),
}


class Part(TextChoices):
    """Parts of the day by which people look for something to go to."""

    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("晚上")

    @property
    def hours(self) -> tuple[int, int]:
        """The hours between which it lies, the second not included."""
        return {"morning": (0, 12), "afternoon": (12, 18), "evening": (18, 24)}[self.value]


@dataclass(frozen=True, slots=True)
class Wish:
    """The filters of the list; an empty wish asks for everything.

    `month` is the first day of a month. `unit` is a unit's code, `series` a line's position in the annex. `ahead`
    leaves out what is over. `street` and `unit` are units' codes; `venue` and `activity` codes too. `codes` are the
    sessions of a personal list. `seats`: only what still has some. `is_odd`: the address held something that could not be read and was left out.
    """

    day: date | None = None
    month: date | None = None
    kind: str = ""
    unit: str = ""
    audience: str = ""
    series: int | None = None
    ahead: bool = False
    words: str = ""
    street: str = ""
    venue: str = ""
    activity: str = ""
    age: int | None = None
    part: str = ""
    seats: bool = False
    codes: tuple[str, ...] = ()
    view: str = ""
    page: int = 1
    is_odd: bool = False

    def but(self, **changes: Any) -> "Wish":
        """The same wish with something changed, from its first page."""
        return replace(self, **({"page": 1, "is_odd": False} | changes))

    @property
    def is_empty(self) -> bool:
        return self.but() == Wish()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values in their one order, without the page."""
        found = (
            ("day", self.day.isoformat() if self.day else ""),
            ("month", f"{self.month:%Y-%m}" if self.month else ""),
            ("kind", self.kind),
            ("unit", self.unit),
            ("audience", self.audience),
            ("series", str(self.series) if self.series is not None else ""),
            ("when", "ahead" if self.ahead else ""),
            ("q", self.words),
            ("street", self.street),
            ("venue", self.venue),
            ("activity", self.activity),
            ("age", str(self.age) if self.age is not None else ""),
            ("part", self.part),
            ("seats", "free" if self.seats else ""),
            ("codes", ",".join(self.codes)),
            ("view", self.view),
        )
        return [(name, value) for name, value in found if value]

    @property
    def query(self) -> str:
        """The wish as the query of an address, without the question mark."""
        pairs = [*self.pairs, ("page", str(self.page))] if self.page > 1 else self.pairs
        return urlencode(pairs, safe=",")

    @property
    def is_somebodys_own(self) -> bool:
        """Whether it holds what only one visitor would ask: such a page is not kept for others."""
        return bool(self.words or self.codes or self.is_odd)


def words_read_at(path: str) -> tuple[str, ...]:
    """The names that the page at this address reads of its query."""
    return next((names for end, names in ASKED.items() if path.endswith(end)), ())


def read_wish(given: Mapping[str, str], names: Collection[str] = (*LIST_WORDS, "page")) -> Wish:
    """Take from the address what can be read of these names; never raises."""
    readers: dict[str, Callable[[str], Any]] = {
        "day": read_day,
        "month": lambda text: read_day(f"{text}-01"),
        "kind": lambda text: text if text in Kind.values else None,
        "unit": read_code,
        "audience": lambda text: text if text in Audience.values else None,
        "series": lambda text: _number(text, 9999),
        "when": lambda text: True if text == "ahead" else None,
        "street": read_code,
        "venue": read_code,
        "activity": read_code,
        "age": lambda text: _number(text, OLDEST),
        "part": lambda text: text if text in Part.values else None,
        "seats": lambda text: True if text == "free" else None,
        "codes": _codes,
        "view": lambda text: text if text == "map" else None,
        "page": lambda text: _number(text, LAST_PAGE) or None,
    }
    values: dict[str, Any] = {"words": _words(given.get("q", ""))} if "q" in names else {}
    for name, read in readers.items():
        text = given.get(name, "")
        if not text or name not in names:
            continue
        value = read(text)
        if value is None:
            values["is_odd"] = True
        else:
            values["ahead" if name == "when" else name] = value
    return Wish(**values)


def _words(text: str) -> str:
    """At most eight words of what was typed: each one is a condition of its own."""
    return " ".join(clean(text[:LONGEST_WORDS]).split()[:MOST_WORDS])


def read_code(text: str) -> str | None:
    """A public code as it is stored; small letters will do. None: no code at all."""
    text = text.upper()
    return text if len(text) == CODE_LENGTH and set(text) <= set(ALPHABET) else None


def _codes(text: str) -> tuple[str, ...] | None:
    """Codes parted by commas, each once and in one order; what is no code is left out."""
    found = {code for part in text.split(",")[:MOST_CODES] if (code := read_code(part.strip()))}
    return tuple(sorted(found)) or None


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= most else None
