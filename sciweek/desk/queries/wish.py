"""What somebody typed into the search, read once: words, a code, a uid, a phone number or its last four digits."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from sciweek.base.ids import ALPHABET, CODE_LENGTH
from sciweek.base.text import searchable
from sciweek.desk.logic import MOST_WORDS, search_words
from sciweek.people.phones import read_phone

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Wish:
    """What is searched for, read once: words, a code, a uid, a phone number, its last four digits."""

    text: str
    typed: tuple[str, ...]
    words: tuple[str, ...]
    code: str = ""
    uid: UUID | None = None
    phone_digest: str = ""
    phone: str = ""
    last4: str = ""

    def in_column(self, found: QuerySet[Row], column: str, *, coded: bool = True) -> QuerySet[Row]:
        """Rows whose folded column (`searchable`) holds every word, or that bear the code or uid."""
        return found.filter(self._named(coded) | self._every(f"{column}__contains"))

    def in_text(self, found: QuerySet[Row], *columns: str, coded: bool = True) -> QuerySet[Row]:
        """Rows of which every word stands in one of the columns as it was typed, or that bear the code or uid."""
        every = Q()
        for word in self.typed:
            either = Q()
            for column in columns:
                either |= Q(**{f"{column}__icontains": word})
            every &= either
        return found.filter(self._named(coded) | every)

    @property
    def is_number(self) -> bool:
        return bool(self.phone or self.last4)

    @property
    def may_be_person(self) -> bool:
        """Whether it can be somebody's number or name: names have no digits, and one sign is no name."""
        return self.is_number or (len(self.text) > 1 and not any(sign.isdecimal() for sign in self.text))

    def names(self, name: str) -> bool:
        """Whether every word stands in this name."""
        folded = searchable(name)
        return bool(folded) and all(word in folded for word in self.words)

    def _every(self, lookup: str) -> Q:
        every = Q()
        for word in self.words:
            every &= Q(**{lookup: word})
        return every

    def _named(self, coded: bool) -> Q:
        named = Q(pk__in=())
        if coded and self.code:
            named |= Q(code=self.code)
        if coded and self.uid:
            named |= Q(uid=self.uid)
        return named


def wish(text: str, area_code: str = "") -> Wish:
    """Read what somebody typed. `area_code` completes a local phone number."""
    text = " ".join(text.split())
    code = text.upper()
    try:
        uid = UUID(text) if len(text) in (32, 36) else None
    except ValueError:
        uid = None
    phone = read_phone(text, area_code=area_code) if sum(sign.isdecimal() for sign in text) >= 7 else None
    return Wish(
        text=text,
        typed=tuple(text.split())[:MOST_WORDS],
        words=search_words(text),
        code=code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else "",
        uid=uid,
        phone_digest=phone.digest if phone else "",
        phone=phone.e164 if phone else "",
        last4=text if len(text) == 4 and text.isascii() and text.isdecimal() else "",
    )
