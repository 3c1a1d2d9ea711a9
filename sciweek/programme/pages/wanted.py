"""Which sessions the board shows: read from an address, put into a query, written as an address again."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from sciweek.activities.states import Kind
from sciweek.base import clock
from sciweek.programme.models import Session

NONE = "none"


@dataclass(frozen=True)
class Wanted:
    """The board's filter, as plain words of the address; an empty word asks nothing.

    `venue` and `unit` are codes; `venue` "none" asks for sessions without a venue on record. `warned`: only those with
    a warning; `empty`: venues where nothing takes place that day as well.
    """

    day: str = ""
    venue: str = ""
    unit: str = ""
    kind: str = ""
    warned: str = ""
    empty: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "Wanted":
        """What an address asks for; words that mean nothing are left out."""
        words = {name: given.get(name, "").strip()[:40] for name in cls.__dataclass_fields__}
        day = clock.read_day(words["day"])
        words["day"] = day.isoformat() if day else ""
        words["kind"] = words["kind"] if words["kind"] in Kind.values else ""
        for name in ("warned", "empty"):
            words[name] = "yes" if words[name] == "yes" else ""
        return cls(**words)

    def query(self, **changes: str) -> str:
        """The filter as the query of an address, without what asks nothing."""
        other = replace(self, **changes)
        words = {name: getattr(other, name) for name in self.__dataclass_fields__}
        return urlencode({name: word for name, word in words.items() if word})

    @property
    def narrows(self) -> bool:
        """Whether anything but the day narrows the board."""
        return bool(replace(self, day="", empty="").query())

    def apply(self, found: QuerySet[Session]) -> QuerySet[Session]:
        """All that the filter asks for, but for day and warnings."""
        if self.venue == NONE:
            found = found.filter(venue__isnull=True)
        elif self.venue:
            found = found.filter(venue__code=self.venue)
        if self.unit:
            found = found.filter(activity__unit__code=self.unit)
        if self.kind:
            found = found.filter(activity__kind=self.kind)
        return found

    def takes(self, row: Session) -> bool:
        """`apply` for one row."""
        venue, unit = row.venue, row.activity.unit
        return (
            (not self.venue or self.venue == (venue.code if venue is not None else NONE))
            and (not self.unit or (unit is not None and self.unit == unit.code))
            and self.kind in ("", row.activity.kind)
        )
