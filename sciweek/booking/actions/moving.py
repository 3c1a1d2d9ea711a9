"""All bookings of a session to another one: together, or those that fit."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.booking.actions.changing import move_booking
from sciweek.booking.actions.coming_back import settled
from sciweek.booking.models import Booking, Contact, Pool
from sciweek.booking.queries import bookable
from sciweek.booking.states import HOLDING

# What one press moves: each booking locks two sessions.
MOST = 300


@dataclass(frozen=True, slots=True)
class Left:
    """A booking that stayed, and why."""

    booking: Booking
    why: str


def move_bookings(
    actor: Actor, pool: Pool, to: Pool, *, only_fitting: bool = False
) -> tuple[list[Booking], list[Left]]:
    """Move whatever holds seats, who booked first goes first; `only_fitting` leaves the others where they are.

    Without it one that cannot go holds all of them back: then nothing is moved, and the refusal's message says who.
    """
    access.require(actor, "booking.run_bookings", pool)
    access.require(actor, "booking.run_bookings", to)
    if pool.pk == to.pk:
        raise Refused(fields={"to": _("请选另外一场。")}, code="same")
    rows = list(Booking.objects.filter(pool=pool, state__in=HOLDING).order_by("id")[: MOST + 1])
    if not rows:
        raise Refused(_("这一场没有要换的预约。"), code="empty")
    if only_fitting:
        return _fitting(actor, rows[:MOST], to)
    if len(rows) > MOST:
        raise Refused(
            _("一次最多一起换 %(n)d 个。请选“坐得下的先换”，分几次换。") % {"n": MOST}, code="too_many"
        )
    needed, free = sum(row.places for row in rows), settled(bookable(to)).free
    if needed > free:
        raise Refused(
            _("坐不下：要 %(needed)d 席，那一场还剩 %(free)d 席。先给那一场加席位，或者只换坐得下的。")
            % {"needed": needed, "free": free},
            code="full",
        )
    with transaction.atomic():
        # In the one order: each booking's move locks its contact, and the seats stay locked from the first one on.
        contacts = Contact.objects.filter(pk__in=[row.contact_id for row in rows]).order_by("pk")
        list(contacts.select_for_update())
        moved, left = _fitting(actor, rows, to)
        if left:
            names = "、".join(f"{one.booking.code}（{one.why}）" for one in left[:10])
            raise Refused(_("这几个换不过去，所以一个也没有换：%(names)s") % {"names": names}, code="left")
    return moved, left


def _fitting(actor: Actor, rows: list[Booking], to: Pool) -> tuple[list[Booking], list[Left]]:
    moved, left = [], []
    for row in rows:
        try:
            moved.append(move_booking(actor, row, to))
        except Refused as refusal:
            left.append(Left(row, str(refusal.message or next(iter(refusal.fields.values()), ""))))
    return moved, left
