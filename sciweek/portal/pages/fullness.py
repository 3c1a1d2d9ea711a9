"""How full the sessions of a page are: one question for all of them, and what the page is watched for afterwards."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from sciweek.base import clock, scope
from sciweek.booking.logic.fullness import Fullness
from sciweek.booking.queries import fullness_by_session
from sciweek.booking.states import Admission, Level
from sciweek.look.dates import moment_words
from sciweek.portal.cache import Watch
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.rows import Row, Thing, is_over

COUNTED = (Level.PLENTY, Level.FEW, Level.WAITING, Level.FULL)
BADGES = {
    Level.PLENTY: "good",
    Level.FEW: "attention",
    Level.WAITING: "info",
    Level.FULL: "quiet",
    Level.CLOSED: "quiet",
    Level.SOON: "quiet",
    Level.FREE: "good",
}


@dataclass(frozen=True, slots=True)
class Seats:
    """How full sessions are, by their code; `watch` keeps the page true while people book."""

    by_code: Mapping[str, Fullness]
    watch: Watch | None

    def level(self, code: str, visit: Visit) -> Level | None:
        found = self.by_code.get(code)
        return found.level(visit.now) if found else None


@dataclass(frozen=True, slots=True)
class Panel:
    """How full one session is, and the way to its form. `total` 0: nothing is counted. `is_group`: for schools only."""

    level: Level
    words: str
    badge: str
    taken: int
    total: int
    waiting: int
    opens: str
    closes: str
    url: str
    can_book: bool
    is_group: bool
    # Says that seats are left and too few for the smallest party.
    too_little: str


NO_SEATS = Seats({}, None)


def seats_of(visit: Visit, found: Iterable[Any], *, counted: bool = False) -> Seats:
    """How full those of the lines are that are still to come. `counted`: the page says numbers, not only words."""
    ahead = {
        each.code: (each.session_id, each.run_id)
        for each in found
        if isinstance(each, Thing) and not is_over(each, visit.now, visit.zone)
    }
    if not ahead:
        return NO_SEATS
    pairs = tuple(ahead.values())
    by_session = fullness_by_session(pairs)
    by_code = {code: by_session[pair[0]] for code, pair in ahead.items() if pair[0] in by_session}
    look = _look(visit, pairs, counted)
    return Seats(by_code, Watch(look, _words(by_session, visit.now, counted), visit.now))


def with_seats(visit: Visit, rows: Iterable[Row], seats: Seats) -> tuple[Row, ...]:
    """The lines with a word on how full each is; what runs, is over or does not take place says that instead."""
    marked = []
    for row in rows:
        level = None if row.mark else seats.level(row.star, visit)
        if level is None:
            marked.append(row)
        else:
            words = str(level.label)
            marked.append(replace(row, mark=words, mark_level=BADGES[level], note="", seats=words))
    return tuple(marked)


def panel_of(visit: Visit, code: str, seats: Seats) -> Panel | None:
    """What a session's own page shows; None where nobody has said how one gets in."""
    found = seats.by_code.get(code)
    if found is None:
        return None
    level = found.level(visit.now)
    opens_at = found.opens_at if level == Level.SOON else None
    return Panel(
        level=level,
        words=str(level.label),
        badge=BADGES[level],
        taken=found.capacity - max(found.free, 0) if level in COUNTED else 0,
        total=found.capacity if level in COUNTED else 0,
        waiting=found.waiting,
        opens=moment_words(opens_at, visit.zone) if opens_at else "",
        closes=moment_words(found.closes_at, visit.zone) if level in COUNTED else "",
        url=visit.address("session_book", code=code),
        can_book=level in (Level.PLENTY, Level.FEW, Level.WAITING),
        is_group=found.admission == Admission.GROUP,
        too_little=too_little_words(found) if level in COUNTED else "",
    )


def too_little_words(found: Fullness) -> str:
    """That nobody is few enough for the seats that are left; empty where somebody is, or where none are."""
    if not found.is_too_little:
        return ""
    words = ngettext(
        "只剩 %(free)d 席，不够起约的 %(least)d 人。",
        "只剩 %(free)d 席，不够起约的 %(least)d 人。",
        found.free,
    )
    return words % {"free": found.free, "least": found.least}


def _look(visit: Visit, pairs: tuple[tuple[int, int], ...], counted: bool) -> Callable[[], Hashable]:
    region_id, week_id = visit.kept.region_id, visit.week.pk

    def look() -> Hashable:
        with scope.entered(region_id, week_id):
            return _words(fullness_by_session(pairs), clock.now(), counted)

    return look


def _words(found: Mapping[int, Fullness], now: datetime, counted: bool) -> Hashable:
    return tuple(
        (session_id, one.level(now), *((one.free, one.waiting, one.capacity) if counted else ()))
        for session_id, one in sorted(found.items())
    )
