"""Which sessions the list of booking shows: read from an address, put into a query, written as an address again."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from sciweek.activities.models import Activity
from sciweek.activities.queries import containing
from sciweek.base import clock
from sciweek.base.text import clean
from sciweek.booking.queries.standing import Stand
from sciweek.booking.states import Standing
from sciweek.programme.models import Session
from sciweek.programme.queries import on_day

ALL = "all"


@dataclass(frozen=True)
class Wanted:
    """The list's filter, as plain words of the address; an empty word asks nothing.

    `unit` and `activity` are codes. `state` is a `Standing`, or "all"; empty asks for what is opened and not over.
    """

    day: str = ""
    unit: str = ""
    activity: str = ""
    state: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "Wanted":
        """What an address asks for; words that mean nothing are left out."""
        words = {name: clean(given.get(name, ""))[:60] for name in cls.__dataclass_fields__}
        day = clock.read_day(words["day"])
        words["day"] = day.isoformat() if day else ""
        words["state"] = words["state"] if words["state"] in (ALL, *Standing.values) else ""
        return cls(**words)

    def query(self, **changes: str) -> str:
        """The filter as the query of an address, without what asks nothing."""
        other = replace(self, **changes)
        words = {name: getattr(other, name) for name in self.__dataclass_fields__}
        return urlencode({name: word for name, word in words.items() if word})

    def takes(self, one: Stand) -> bool:
        """Whether the session stands as asked for; what was never opened is asked for by itself."""
        if self.state == ALL:
            return True
        if self.state:
            return self.state == one.standing
        return bool(one.admission) and one.standing != Standing.OVER

    def apply(self, found: QuerySet[Session], zone: str) -> QuerySet[Session]:
        """All that the filter asks for, but for the state, which is reckoned from the clock."""
        day = clock.read_day(self.day)
        if day is not None:
            found = on_day(found, day, zone)
        if self.unit:
            found = found.filter(activity__unit__code=self.unit)
        if self.activity:
            found = found.filter(activity__code=self.activity)
        if self.q:
            found = found.filter(activity__in=containing(Activity.objects.all(), self.q).values("pk"))
        return found
