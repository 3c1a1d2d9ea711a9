"""Posters and door sheets as PDF: how they look, not what they say.

A poster hangs the threads of the week from the rail, as every page does, and carries a QR code of at least 30 mm. A door
sheet is the list of one day that hangs at a venue's door. Both are set by Typst in a child with limits.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import segno
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.look.ribbon import DEPTH, WIDTH, Day, Ribbon
from sciweek.papers.logic.breaks import title_lines
from sciweek.papers.logic.preview import typeset

# Ink on white, as in the light theme of the pages.
INK = "#14212b"
COLOURS = {
    "k-lecture": "#3d5fbf",
    "k-open": "#0f93b2",
    "k-campus": "#123e28",
    "k-contest": "#b27f1e",
    "k-show": "#8c573e",
    "k-call": "#6a2380",
    "k-ceremony": "#14212b",
    "k-quiz": "#5d6a74",
}
OTHER = "#75838c"
# Points between the margins; a title of so many signs is set in so many points.
TITLE_ROOM = 178 / 25.4 * 72
TITLE_SIZES = ((8, 52), (12, 44), (20, 36), (36, 28), (10_000, 22))
LARGEST_ABOVE_A_LIST = 36
LARGEST_VENUE = 32


class Size(StrEnum):
    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class PosterLine:
    """One line of a list: when, what, where. `mark` stands for what is not as planned; it strikes the line out."""

    when: str
    what: str
    where: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Hanging:
    """The threads of one day: (x, depth) in shares of the column and a colour; `picked` is the poster's own day."""

    day: str
    weekday: str
    picked: bool
    threads: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """`facts` are set large (when, where); `lines` make a list below them. `link` is what the QR code says."""

    top: str
    theme: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[PosterLine, ...]
    days: tuple[Hanging, ...]
    foot: tuple[str, ...]
    link: str
    link_words: str
    size: Size = Size.A4


@dataclass(frozen=True, slots=True)
class DoorLine:
    when: str
    room: str
    what: str
    who: str
    places: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DoorSheet:
    """A venue's day. `heads` are the words over the five columns."""

    top: str
    venue: str
    address: str
    day: str
    heads: tuple[str, str, str, str, str]
    lines: tuple[DoorLine, ...]
    foot: str
    link: str
    link_words: str


def poster_pdf(poster: Poster) -> bytes:
    """The poster. Raises `Refused` when it is too long to set."""
    size = _size_of(poster.title, LARGEST_ABOVE_A_LIST if poster.lines else TITLE_SIZES[0][1])
    sheet = asdict(poster) | {"title": _broken(poster.title, size), "title_size": size}
    return _pdf("poster", sheet, poster.link)


def door_sheet_pdf(sheet: DoorSheet) -> bytes:
    """The list for the door, with its head on every page. Raises `Refused` when it is too long to set."""
    return _pdf("door", asdict(sheet) | {"title_size": _size_of(sheet.venue, LARGEST_VENUE)}, sheet.link)


def _size_of(title: str, largest: int) -> int:
    return min(largest, next(size for most, size in TITLE_SIZES if len(title) <= most))


def _broken(title: str, size: int) -> str:
    """In lines of about one length between words: no line holds a single sign. Other scripts break at their blanks."""
    is_chinese = any("\u2e80" < sign < "\uff00" for sign in title)
    return "\n".join(title_lines(title, TITLE_ROOM / size - 0.5)) if is_chinese else title


def hangings(ribbon: Ribbon, words: Sequence[tuple[str, str]], picked: Sequence[bool]) -> tuple[Hanging, ...]:
    """The ribbon's days for a poster, with the words that stand over each."""
    return tuple(
        Hanging(label, weekday, own, _threads(day))
        for day, (label, weekday), own in zip(ribbon.days, words, picked, strict=True)
    )


def colour_of(css: str) -> str:
    """The colour of a kind on paper, by its class (`k-lecture`)."""
    return COLOURS.get(css, OTHER)


def _threads(day: Day) -> tuple[tuple[float, float, str], ...]:
    return tuple((hang.x / WIDTH, hang.depth / DEPTH, colour_of(hang.css)) for hang in day.hangs)


def _pdf(kind: str, sheet: dict[str, object], link: str) -> bytes:
    data = {"kind": kind, "ink": INK, "qr": qr_rows(link), **sheet}
    try:
        return typeset("poster_child", json.dumps(data, allow_nan=False).encode())
    except Refused as refused:
        raise Refused(_("这一张太长，排不下。请分开打印。"), code=refused.code) from refused


def qr_rows(text: str, error: str = "q") -> list[str]:
    """The QR code as rows of 0 and 1, without the quiet zone; as phones read it from a wet poster."""
    code = segno.make(text, error=error, micro=False)
    return ["".join("1" if module else "0" for module in row) for row in code.matrix]
