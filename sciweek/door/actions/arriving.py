"""Taking in what phones counted: once each, in the order of the phone, under the locks of the doors.

People who were counted are inside already: a line that makes no sense of a booking is kept and marked, never refused.
Refused is only what no phone of ours sends. Rows are their own log, as bookings are.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.booking.actions.arrived import add_arrived, note_door
from sciweek.door.logic.clocks import corrected
from sciweek.door.logic.sending import Line, Sent
from sciweek.door.models import Arrival, Door, DoorPass
from sciweek.door.queries import Expected, Roster, rosters, sessions_of
from sciweek.door.states import Became, Flag
from sciweek.programme.events import DroppingSessions
from sciweek.programme.models import Session

# A phone without a network may bring what it counted so long after its pass ran out.
LATE = timedelta(hours=48)


class PassClosed(Refused):
    """The link has ended or was taken back: the phone forgets what it holds."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("这个链接已经失效。"), code="closed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line."""

    uid: UUID
    became: Became
    flag: Flag = Flag.OK


@dataclass(slots=True)
class _Count:
    """One session while a delivery is taken in."""

    roster: Roster
    bookings: dict[str, Expected]
    arrived: dict[int, int]
    without: int
    is_on: bool
    # Whether anything of this delivery was kept here.
    is_touched: bool = False
    added: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def take_in(actor: Actor, door_pass: DoorPass, sent: Sent) -> list[Outcome]:
    """Keep what is new of a delivery; raises `PassClosed`. Sent twice, it changes nothing."""
    access.require(actor, "door.count_arrivals", door_pass)
    if door_pass.revoked_at is not None or clock.now() >= door_pass.valid_until + LATE:
        raise PassClosed
    try:
        return _take_in(door_pass, sent)
    except IntegrityError:
        # The same line came in by another request at the same time, under another door's lock: now it is known.
        return _take_in(door_pass, sent)


def counted_objection(gate: DroppingSessions) -> list[str]:
    """A session at whose door somebody was counted is called off, not dropped."""
    if Arrival.objects.filter(session__in=gate.session_ids).exists():
        return [_("这一场门口已经点过人数，不能删。要停办，请取消并写明原因。")]
    return []


def _take_in(door_pass: DoorPass, sent: Sent) -> list[Outcome]:
    now = clock.now()
    with transaction.atomic():
        mine = {row.code: row for row in sessions_of(door_pass)}
        wanted = [mine[code] for code in {line.session for line in sent.lines} if code in mine]
        counts = _locked(wanted)
        known = dict(
            Arrival.objects.filter(uid__in=[line.uid for line in sent.lines]).values_list("uid", "flag")
        )
        outcomes = [Outcome(uid, Became.REFUSED) for uid in sent.bad]
        fresh: list[Arrival] = []
        for line in sent.lines:
            if line.uid in known:
                outcomes.append(Outcome(line.uid, Became.KNOWN, Flag(known[line.uid])))
                continue
            count = counts.get(line.session)
            row = _arrival(count, line, sent, now) if count is not None else None
            if row is None:
                outcomes.append(Outcome(line.uid, Became.REFUSED))
                continue
            row.week_id, row.door_pass = door_pass.week_id, door_pass
            known[line.uid] = row.flag
            counts[line.session].is_touched = True
            fresh.append(row)
            outcomes.append(Outcome(line.uid, Became.KEPT, Flag(row.flag)))
        if fresh:
            Arrival.objects.bulk_create(fresh)
            _tell_bookings(list(counts.values()))
        DoorPass.objects.filter(pk=door_pass.pk).update(last_used_at=now)
    return outcomes


def _locked(sessions: Sequence[Session]) -> dict[str, _Count]:
    """The sessions' counts as they stand now, their doors locked by ascending session until the transaction ends."""
    ids = sorted(row.pk for row in sessions)
    doors = Door.objects.select_for_update().filter(session_id__in=ids).order_by("session_id")
    is_on = {door.session_id: door.is_on for door in doors}
    rows = Arrival.objects.filter(session_id__in=ids, booking__isnull=True).order_by()
    without = dict(rows.values_list("session_id").annotate(sum=Sum("people")))
    return {
        roster.session.code: _Count(
            roster,
            {row.code: row for row in roster.bookings},
            dict(roster.arrived),
            without.get(roster.session.pk, 0),
            is_on.get(roster.session.pk, False),
        )
        for roster in rosters(sessions, named=False)
    }


def _arrival(count: _Count, line: Line, sent: Sent, now: datetime) -> Arrival | None:
    """The row for a line, with the count moved on; None for a correction of more than there is."""
    booking = count.bookings.get(line.booking) if line.booking else None
    before = count.arrived.get(booking.pk, 0) if booking is not None else count.without
    if before + line.people < 0:
        return None
    if booking is not None:
        count.arrived[booking.pk] = before + line.people
        count.added[booking.pk] += line.people
    else:
        count.without += line.people
    return Arrival(
        uid=line.uid,
        session=count.roster.session,
        booking_id=booking.pk if booking is not None else None,
        people=line.people,
        shown_code=line.booking if booking is None else "",
        how=line.how,
        flag=_flag(booking, line, before),
        scanned_at=line.scanned_at,
        at=corrected(line.scanned_at, sent.device_now, now),
        received_at=now,
        device=sent.device,
    )


def _flag(booking: Expected | None, line: Line, before: int) -> Flag:
    if line.people < 0 or not line.booking:
        return Flag.OK
    if booking is None:
        return Flag.UNKNOWN
    if not booking.is_confirmed:
        return Flag.CANCELLED
    if before >= booking.people:
        return Flag.DOUBLE
    if line.serial is not None and line.serial < booking.serial:
        return Flag.OLD
    return Flag.OVER if before + line.people > booking.people else Flag.OK


def _tell_bookings(counts: Sequence[_Count]) -> None:
    total: dict[int, int] = defaultdict(int)
    for count in counts:
        for booking_id, people in count.added.items():
            total[booking_id] += people
    # From the first head that is counted on, whoever does not come has stayed away. Seats before bookings: this is the
    # order in which a booking is changed, too, and each would wait for the other.
    counting = [count for count in counts if count.is_touched and count.is_on]
    note_door((pool.pk for count in counting for pool in count.roster.pools), counts=True)
    add_arrived(total, (pool.pk for count in counts for pool in count.roster.pools))
