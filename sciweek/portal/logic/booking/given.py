"""The booking form as it was filled in.

Read without Django's forms: this stands in the way of a rush, and meaning is judged by the action alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sciweek.booking.logic.parties import Party

NUMBERS = ("adults", "teens", "children", "small", "pupils")
TEXTS = ("school", "grade", "name", "phone", "code", "request_uid")
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
