"""Which activities the board shows: read from an address, put into a query, written as an address again."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from sciweek.activities.logic.table_columns import KIND
from sciweek.activities.models import Activity
from sciweek.activities.queries import containing, likely_duplicates, on_day
from sciweek.activities.states import ActivityState, Kind, Mode, Verdict
from sciweek.base import clock
from sciweek.sheets.models import Sheet

NONE = "none"
SIZES = ("50", "100", "1000")
DEFAULT_SIZE = "100"
ORDERS = ("time", "unit", "newest")


@dataclass(frozen=True)
class Wanted:
    """The board's filter, as plain words of the address; an empty word asks nothing.

    `series` is a position, `unit` and `sheet` are codes; "none" asks for those without.
    """

    state: str = ""
    kind: str = ""
    series: str = ""
    unit: str = ""
    day: str = ""
    opinion: str = ""
    lacking: str = ""
    alike: str = ""
    q: str = ""
    sheet: str = ""
    sort: str = ""
    size: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "Wanted":
        """What an address asks for; words that mean nothing are left out."""
        words = {name: given.get(name, "").strip()[:100] for name in cls.__dataclass_fields__}
        day = clock.read_day(words["day"])
        allowed: dict[str, Any] = {
            "state": ActivityState.values,
            "kind": Kind.values,
            "opinion": [*Verdict.values, NONE],
            "lacking": ["yes"],
            "alike": ["yes"],
            "sort": ORDERS,
            "size": SIZES,
        }
        for name, values in allowed.items():
            words[name] = words[name] if words[name] in values else ""
        if not (words["series"] == NONE or (words["series"].isdecimal() and words["series"].isascii())):
            words["series"] = ""
        return cls(**words | {"day": day.isoformat() if day else "", "series": words["series"][:5]})

    def query(self, **changes: str) -> str:
        """The filter as the query of an address, without what asks nothing."""
        other = replace(self, **changes)
        words = {name: getattr(other, name) for name in self.__dataclass_fields__}
        return urlencode({name: word for name, word in words.items() if word})

    @property
    def per_page(self) -> int:
        return int(self.size or DEFAULT_SIZE)

    @property
    def asks_anything(self) -> bool:
        """Whether anything but state and order narrows the list."""
        return bool(replace(self, state="", sort="", size="").query())

    def without_state(self, found: QuerySet[Activity], zone: str) -> QuerySet[Activity]:
        """All that the filter asks for, in whatever state: what the counts on the tabs count."""
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.series:
            found = found.filter(**_or_none("series", "series__position", self.series))
        if self.unit:
            found = found.filter(**_or_none("unit", "unit__code", self.unit))
        if self.opinion:
            found = found.filter(opinion="" if self.opinion == NONE else self.opinion)
        if self.sheet:
            found = found.filter(code__in=_codes_of(self.sheet))
        if self.lacking:
            found = found.filter(LACKING)
        day = clock.read_day(self.day)
        if day is not None:
            found = on_day(found, day, zone)
        found = containing(found, self.q)
        if self.alike:
            found = found.filter(pk__in={pk for pair in likely_duplicates(found) for pk in pair})
        return found

    def ordered(self, found: QuerySet[Activity]) -> QuerySet[Activity]:
        """In the order asked for; what has no time yet comes last in both databases."""
        time = (F("starts_at").asc(nulls_last=True), "id")
        match self.sort:
            case "unit":
                return found.order_by(F("unit__sort_key").asc(nulls_last=True), "unit_id", *time)
            case "newest":
                return found.order_by("-id")
        return found.order_by(*time)

    def apply(self, found: QuerySet[Activity], zone: str) -> QuerySet[Activity]:
        """The filtered list in its order."""
        found = self.without_state(found, zone)
        if self.state:
            found = found.filter(state=self.state)
        return self.ordered(found)


# What keeps an activity from being published (`actions.sense.check_publishable`), in the shape of a query.
LACKING = (
    Q(starts_at__isnull=True)
    | (~Q(mode=Mode.ONLINE) & Q(place="", address=""))
    | Q(mode=Mode.ONLINE, link="")
)


def _codes_of(sheet: str) -> list[str]:
    """What an import brought or changed, by the code of its table."""
    counts = Sheet.objects.filter(code=sheet, kind=KIND).values_list("counts", flat=True).first() or {}
    return list(counts.get("codes", ()))


def _or_none(empty: str, path: str, word: str) -> dict[str, Any]:
    return {f"{empty}__isnull": True} if word == NONE else {path: word}
