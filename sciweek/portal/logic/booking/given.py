"""The booking form as it was filled in.

Read without Django's forms: this stands in the way of a rush, and meaning is judged by the action alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from sciweek.booking.logic.parties import Party

NUMBERS = ("adults", "teens", "children", "small", "pupils")
TEXTS = ("school", "grade", "name", "phone", "code", "request_uid", "slot")
# People never see this field; whoever fills it in is a program.
TRAP = "homepage"
LONGEST = 2000
ANSWER = "answer_"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody typed, as it was typed, so that it can be shown again; `problems` are numbers that are none."""

    texts: Mapping[str, str]
    party: Party
    problems: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    consents: bool = False
    photo: bool | None = None
    or_wait: bool = False
    is_trapped: bool = False
    # Somebody sent it; a fresh form is nobody's.
    is_sent: bool = False

    def tick(self, name: str, value: str) -> str:
        """What makes that choice the chosen one in its form."""
        return " checked" if value and self.chosen(name) == value else ""

    def chosen(self, name: str) -> str:
        """The value of a choice, as its form sends it."""
        if name == "consents":
            return "yes" if self.consents else ""
        if name == "photo":
            return {True: "yes", False: "no", None: ""}[self.photo]
        if name.startswith(ANSWER):
            return self.answers.get(name.removeprefix(ANSWER), "")
        return self.texts.get(name, "")

    @property
    def consents_tick(self) -> str:
        return self.tick("consents", "yes")

    @property
    def photo_ticks(self) -> tuple[str, str]:
        """Of yes and of no."""
        return self.tick("photo", "yes"), self.tick("photo", "no")

    def values(self) -> dict[str, Any]:
        """What `booking.actions.book` takes."""
        return {
            "party": self.party,
            "name": self.texts["name"],
            "phone": self.texts["phone"],
            "school": self.texts["school"],
            "grade": self.texts["grade"],
            "answers": self.answers,
            "consents": self.consents,
            "photo": self.photo,
            "or_wait": self.or_wait,
            "code": self.texts["code"],
            "request_uid": self.texts["request_uid"] or None,
        }


EMPTY = dict.fromkeys((*NUMBERS, *TEXTS), "")
# A fresh form: one adult, or a class of which nobody knows how large it is.
ALONE = Given(EMPTY | dict.fromkeys(NUMBERS, "0") | {"adults": "1"}, Party(adults=1))
NOTHING = Given(EMPTY, Party())


class Holes(Given):
    """A form whose lines are left open: rendered once, it is filled in for many (`fill`)."""

    def tick(self, name: str, value: str) -> str:
        return hole(f"{name}={value}")


def hole(name: str) -> str:
    """The place of something that is put in later; two signs that nobody types."""
    return f"\ue000{name}\ue001"


def holes(keys: Iterable[str]) -> Holes:
    """An open form; `keys` are those of the host's questions."""
    texts = {name: hole(name) for name in (*NUMBERS, *TEXTS)}
    return Holes(texts, Party(), answers={key: hole(ANSWER + key) for key in keys}, is_sent=True)


def fill(page: str, given: Given, **words: str) -> str:
    """Put what was typed, and other words, into the holes of a page; all of it as plain text."""

    def put(match: re.Match[str]) -> str:
        name, is_choice, value = match[1].partition("=")
        if is_choice:
            # The page was rendered with it: a choice like “A & B” stands there as text of a page does.
            return given.tick(name, unescape(value))
        return escape(words[name] if name in words else given.chosen(name))

    return _HOLE.sub(put, page)


_HOLE = re.compile("\ue000([^\ue001]*)\ue001")


def of_party(party: Party) -> Given:
    """A form that shows who comes now."""
    return Given(EMPTY | {name: str(getattr(party, name)) for name in NUMBERS}, party)


def read_given(post: Mapping[str, str], keys: Iterable[str] = ()) -> Given:
    """Read a form that was sent; never raises. `keys` are those of the host's questions."""
    texts = {name: post.get(name, "")[:LONGEST] for name in (*NUMBERS, *TEXTS)}
    party, problems = read_party(texts)
    photo = post.get("photo", "")
    return Given(
        texts,
        party,
        problems,
        answers={key: post.get(ANSWER + key, "")[:LONGEST] for key in keys},
        consents=bool(post.get("consents")),
        photo={"yes": True, "no": False}.get(photo),
        or_wait=bool(post.get("or_wait")),
        is_trapped=bool(post.get(TRAP)),
        is_sent=True,
    )


def read_party(texts: Mapping[str, str]) -> tuple[Party, dict[str, str]]:
    """Numbers of people as they were typed; an empty one is nobody. Also what is wrong with them, by field."""
    numbers: dict[str, int] = {}
    problems: dict[str, str] = {}
    for name in NUMBERS:
        text = texts.get(name, "").strip().removesuffix("人").strip()
        if not text:
            continue
        try:
            numbers[name] = int(text) if len(text) < 8 else -1
        except ValueError:
            problems[name] = _("请写整数，例如 2。")
    return Party(**numbers), problems
