"""What a phone sends, read with suspicion: sizes, types and numbers are checked before anything else looks at them."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard
from uuid import UUID

from sciweek.door.logic.clocks import from_device
from sciweek.door.states import How

MOST_LINES = 200
MOST_BYTES = 128 * 1024
# People of one line; a correction takes as many off.
MOST_PEOPLE = 1000
CODE = re.compile(r"[0-9A-Z]{8}")
DEVICE = re.compile(r"[0-9a-z]{8,32}")


class Unreadable(ValueError):
    """No phone of ours sends this."""


@dataclass(frozen=True, slots=True)
class Line:
    """One arrival as a phone tells it; `booking` is a code, empty for walk-ins."""

    uid: UUID
    session: str
    booking: str
    people: int
    how: How
    scanned_at: datetime
    # Of the ticket that was shown; None when somebody was found by name.
    serial: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A whole delivery. `bad`: lines whose uid can be read and nothing else, so that the phone learns of them."""

    device: str
    device_now: datetime
    lines: tuple[Line, ...]
    bad: tuple[UUID, ...]


def read_sent(body: bytes) -> Sent:
    """Read the body of a delivery; raises `Unreadable`."""
    if len(body) > MOST_BYTES:
        raise Unreadable("too long")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(data, dict):
        raise Unreadable("no object")
    device, rows = data.get("device"), data.get("arrivals")
    now = _moment(data.get("now"))
    if not isinstance(device, str) or not DEVICE.fullmatch(device) or now is None:
        raise Unreadable("device or now")
    if not isinstance(rows, list) or len(rows) > MOST_LINES:
        raise Unreadable("arrivals")
    lines: list[Line] = []
    bad: list[UUID] = []
    for row in rows:
        uid = _uid(row)
        line = _line(uid, row)
        if line is None:
            bad.append(uid)
        else:
            lines.append(line)
    return Sent(device, now, tuple(lines), tuple(bad))


def _uid(row: Any) -> UUID:
    text = row.get("uid") if isinstance(row, dict) else None
    try:
        return UUID(text if isinstance(text, str) else "")
    except ValueError as error:
        raise Unreadable("uid") from error


def _line(uid: UUID, row: dict[str, Any]) -> Line | None:
    session, booking, people = row.get("session"), row.get("booking", ""), row.get("people")
    how, at, serial = row.get("how"), _moment(row.get("at")), row.get("serial")
    if not isinstance(session, str) or not CODE.fullmatch(session):
        return None
    if not isinstance(booking, str) or (booking and not CODE.fullmatch(booking)):
        return None
    if not _whole(people) or people == 0 or abs(people) > MOST_PEOPLE:
        return None
    if (
        not isinstance(how, str)
        or how not in How.values
        or (how == How.WALK_IN) == bool(booking)
        or at is None
    ):
        return None
    if serial is not None and not (_whole(serial) and 0 <= serial < 65_536):
        return None
    return Line(uid, session, booking, people, How(how), at, serial)


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _moment(value: Any) -> datetime | None:
    return from_device(value) if _whole(value) else None
