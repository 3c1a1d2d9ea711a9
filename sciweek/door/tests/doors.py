"""Doors with people before them: what the tests of this room stand on."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from sciweek.activities.tests.places import Place, at
from sciweek.base.signing import newest_key, sign
from sciweek.booking.logic.tickets import Ticket, write_ticket
from sciweek.booking.models import Booking, Pool
from sciweek.booking.tests.booked import announced
from sciweek.door.actions import Outcome, make_pass, take_in, token_of
from sciweek.door.logic.sending import Line, Sent
from sciweek.door.models import DoorPass
from sciweek.door.rules import volunteer
from sciweek.door.states import How
from sciweek.programme.models import Session

# In the middle of the session at 14:00 on the 25th.
DURING = at(25, 14, 10)
DEVICE = "phone0001"


def door(place: Place, *, hours: tuple[int, ...] = (14,), seats: int = 30, **terms: Any) -> list[Pool]:
    """Announced sessions with seats."""
    return announced(place, seats=seats, hours=hours, **({"largest": 20} | terms))


def the_session(pool: Pool) -> Session:
    assert pool.session is not None
    return pool.session


def passed(place: Place, *pools: Pool, label: str = "东门") -> DoorPass:
    """A pass for the doors of these seats."""
    first, *rest = [the_session(pool) for pool in pools]
    made = make_pass(place.office, first, sessions=rest, label=label)
    return DoorPass.objects.select_related("week").get(pk=made.pk)


def ticket_of(booking: Booking, /, *, valid_until: datetime | None = None, **values: Any) -> str:
    """The text of the booking's ticket, as it was signed."""
    session = the_session(booking.pool)
    ends = valid_until or session.ends_at
    told: dict[str, Any] = {
        "booking": booking.code,
        "session": session.code,
        "serial": booking.ticket_serial,
        "places": booking.places,
        "valid_until": int(ends.timestamp()),
    }
    return write_ticket(Ticket(**told | values), newest_key(), sign)


def line(session: Session, booking: Booking | str | None = None, people: int = 1, **values: Any) -> Line:
    """One arrival, at 14:10 by the phone's clock."""
    code = booking.code if isinstance(booking, Booking) else booking or ""
    given: dict[str, Any] = {"uid": uuid4(), "how": How.QR if code else How.WALK_IN, "scanned_at": DURING}
    return Line(session=session.code, booking=code, people=people, **given | values)


def sent(
    door_pass: DoorPass, *lines: Line, device_now: datetime = DURING, device: str = DEVICE
) -> list[Outcome]:
    """What a phone sent, taken in."""
    return take_in(volunteer(door_pass), door_pass, Sent(device, device_now, lines, ()))


def address(door_pass: DoorPass, name: str = "") -> str:
    return f"/door/{token_of(door_pass)}/{name}"


def wire(row: Line) -> dict[str, Any]:
    """The line as a phone writes it."""
    return {
        "uid": str(row.uid),
        "session": row.session,
        "booking": row.booking,
        "people": row.people,
        "how": str(row.how),
        "at": int(row.scanned_at.timestamp() * 1000),
        "serial": row.serial,
    }


def post(door_pass: DoorPass, arrivals: Any, *, now: datetime = DURING, **values: Any) -> Any:
    """Deliver over HTTP, as a phone does."""
    body = {"device": DEVICE, "now": int(now.timestamp() * 1000), "arrivals": arrivals} | values
    return Client().post(address(door_pass, "sync"), json.dumps(body), content_type="application/json")
