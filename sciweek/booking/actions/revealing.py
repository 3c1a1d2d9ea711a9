"""Who looked at whose name and number: each look is logged, with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.booking.models import Booking, Pool
from sciweek.logbook.actions import append
from sciweek.logbook.models import Entry
from sciweek.people.phones import shown_phone
from sciweek.week.models import Week

LONGEST_REASON = 300


def reveal_phone(actor: Actor, booking: Booking, *, why: str) -> str:
    """The whole number of one booking, for a reason that is put on record."""
    access.require(actor, "booking.run_bookings", booking)
    reason = _reason(why)
    if not booking.contact.phone:
        raise Refused(_("这个预约的个人信息已经按期删除。"), code="erased")
    append(actor, "reveal_phone", booking, why=reason)
    return shown_phone(booking.contact.phone)


def export_bookings(actor: Actor, pool: Pool, *, why: str) -> list[Booking]:
    """All bookings of a session to be written out with names and numbers, for a reason that is put on record."""
    access.require(actor, "booking.run_bookings", pool)
    reason = _reason(why)
    with transaction.atomic():
        rows = list(Booking.objects.filter(pool=pool).select_related("contact", "consent").order_by("id"))
        append(actor, "export_bookings", pool, changes={"count": (None, len(rows))}, why=reason)
    return rows


def open_call_list(actor: Actor, week: Week) -> None:
    """Put on record, once for each person and day, that the list of calls shows whole numbers."""
    access.require(actor, "booking.run_bookings", week)
    today = clock.moment(clock.today(week.zone), clock.MIDNIGHT, week.zone)
    seen = Entry.objects.filter(
        week_id=week.pk,
        verb="open_call_list",
        actor_id=actor.person_id,
        actor_name=actor.name[:80],
        at__gte=today,
    )
    if not seen.exists():
        append(actor, "open_call_list", week, why=_("待打电话"))


def _reason(why: str) -> str:
    reason = clean(why)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refused(
            fields={"why": _("请写明原因，最多 %(n)d 个字，会记进日志。") % {"n": LONGEST_REASON}},
            code="reason_missing",
        )
    return reason
