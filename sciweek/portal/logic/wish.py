"""What a visitor asks of the list: read from an address, written into one.

An address may carry anything; only what is known and makes sense is taken. One wish has one spelling, so that a
page is kept once however its address was written, and tracking words that others append never count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sciweek.activities.states import Audience, Kind
from sciweek.base.clock import read_day
from sciweek.base.ids import ALPHABET, CODE_LENGTH
from sciweek.base.text import clean

LONGEST_WORDS = 100
MOST_WORDS = 8
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Wish:
    """The filters of the list; an empty wish asks for everything.

    `month` is the first day of a month. `unit` is a unit's code, `series` a line's position in the annex. `ahead`
    leaves out what is over. `is_odd`: the address held something that could not be read and was left out.
    """

    day: date | None = None
    month: date | None = None
    kind: str = ""
    unit: str = ""
    audience: str = ""
    series: int | None = None
    ahead: bool = False
    words: str = ""
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
        )
        return [(name, value) for name, value in found if value]

    @property
    def query(self) -> str:
        """The wish as the query of an address, without the question mark."""
        return urlencode([*self.pairs, ("page", str(self.page))] if self.page > 1 else self.pairs)


def read_wish(given: Mapping[str, str]) -> Wish:
    """Take from the address what can be read; never raises."""
    readers: dict[str, Callable[[str], Any]] = {
        "day": read_day,
        "month": lambda text: read_day(f"{text}-01"),
        "kind": lambda text: text if text in Kind.values else None,
        "unit": read_code,
        "audience": lambda text: text if text in Audience.values else None,
        "series": lambda text: _number(text, 9999),
        "when": lambda text: True if text == "ahead" else None,
        "page": lambda text: _number(text, LAST_PAGE) or None,
    }
    values: dict[str, Any] = {"words": _words(given.get("q", ""))}
    for name, read in readers.items():
        text = given.get(name, "")
        if not text:
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


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= most else None
