"""What goes to a phone and back: the list of the day, and what became of what it sent."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from sciweek.base import clock
from sciweek.base.signing import public_keys
from sciweek.door.actions import Outcome
from sciweek.door.models import DoorPass
from sciweek.door.queries import Figures, Roster, figures_of, moved_away, revision, rosters
from sciweek.look.dates import moment_words
from sciweek.look.phrases import strung
from sciweek.programme.models import Session
from sciweek.programme.pages.words import hours_of, name_of, when_of, where_of
from sciweek.programme.states import SessionState

VERSION = 1


def day_list(door_pass: DoorPass, sessions: Sequence[Session]) -> dict[str, Any]:
    """The snapshot that a phone keeps until the pass ends."""
    found = rosters(sessions, named=True)
    away = moved_away(found)
    figures = {row.session.pk: row for row in figures_of(sessions)}
    zone = door_pass.week.zone
    when = when_of if need_days(sessions, zone) else hours_of
    return {
        "v": VERSION,
        **_moment(zone),
        "until": int(door_pass.valid_until.timestamp()),
        "label": door_pass.label,
        "rev": revision(found, away.codes),
        "keys": {str(number): as_text(key) for number, key in public_keys().items()},
        "sessions": [_session(row, figures[row.session.pk], when(row.session, zone)) for row in found],
        # Whose ticket names one of these doors and who is expected elsewhere: no more than the code, and where.
        "away": dict(away.codes),
        "elsewhere": {code: dated_title(session, zone) for code, session in away.sessions.items()},
    }


def delivery(
    sessions: Sequence[Session], outcomes: Iterable[Outcome], *, zone: str, is_open: bool
) -> dict[str, Any]:
    """The answer to what a phone sent, with fresh counts; `rev` tells it when its list is out of date."""
    answer: dict[str, Any] = {
        **_moment(zone),
        "results": [{"uid": str(row.uid), "became": row.became, "flag": row.flag} for row in outcomes],
    }
    if not is_open:
        return answer | {"closed": True}
    found = rosters(sessions, named=False)
    figures = {row.session.pk: row for row in figures_of(sessions)}
    return answer | {
        "rev": revision(found, moved_away(found).codes),
        "sessions": [
            {
                "code": row.session.code,
                "counts": _counts(figures[row.session.pk]),
                "arrived": {one.code: row.arrived[one.pk] for one in row.bookings if row.arrived.get(one.pk)},
            }
            for row in found
        ],
    }


def _session(row: Roster, figures: Figures, when: str) -> dict[str, Any]:
    session = row.session
    return {
        "code": session.code,
        "codes": list(row.codes),
        "name": name_of(session),
        "when": when,
        "place": where_of(session),
        "starts": int(session.starts_at.timestamp()),
        "ends": int(session.ends_at.timestamp()),
        "capacity": figures.capacity,
        "called_off": session.state == SessionState.CANCELLED,
        "counts": _counts(figures),
        "bookings": [
            {
                "code": one.code,
                "name": one.name,
                "last4": one.last4,
                "people": one.people,
                "arrived": row.arrived.get(one.pk, 0),
                "serial": one.serial,
            }
            for one in row.bookings
            if one.is_confirmed
        ],
        # To be refused: no more is said of them than the code.
        "off": [one.code for one in row.bookings if not one.is_confirmed],
    }


def _counts(figures: Figures) -> dict[str, int]:
    return {
        "booked_people": figures.booked_people,
        "booked_bookings": figures.booked_bookings,
        "came": figures.came,
        "came_bookings": figures.came_bookings,
        "walked_in": figures.walked_in,
        "inside": figures.inside,
    }


def _moment(zone: str) -> dict[str, Any]:
    """Now, for the phone to set its clock by, and as people read it: no phone knows the edition's zone."""
    now = clock.now()
    return {"now": int(now.timestamp() * 1000), "said": moment_words(now, zone)}


def as_text(key: bytes) -> str:
    """A key as the phone reads it."""
    return base64.b64encode(key).decode()


def need_days(sessions: Iterable[Session], zone: str) -> bool:
    """Whether their hours alone say too little: they are not all today. Who tries the link the day before is told."""
    today = clock.today(zone)
    return any(clock.local_day(row.starts_at, zone) != today for row in sessions)


def title_of(session: Session, zone: str) -> str:
    """A session in one line: its hours, its name, its place."""
    return strung((hours_of(session, zone), name_of(session), where_of(session)))


def dated_title(session: Session, zone: str) -> str:
    """The same with its day, where it may be another one."""
    return strung((when_of(session, zone), name_of(session), where_of(session)))
