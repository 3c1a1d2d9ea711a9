from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.activities.models import Activity
from sciweek.activities.rules import READERS
from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.booking.models import Booking, Pool, Terms
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.programme.models import Run, Session
from sciweek.week.models import Week

# How somebody acts who came by the link of one booking; `Actor.link_id` is the booking's id.
VIA_BOOKING = "booking"


def booker(booking: Booking) -> Actor:
    """Whoever opened the booking by its signed link."""
    return Actor(
        region_id=booking.week.region_id, week_id=booking.week_id, via=VIA_BOOKING, link_id=booking.pk
    )


def _same_week(actor: Actor, thing: Any) -> bool:
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


def activity_of(thing: Any) -> Activity | None:
    """Bookings, pools, terms, runs and sessions stand under their activity's rules; a shared pool under none."""
    match thing:
        case Activity():
            return thing
        case Run() | Session():
            return thing.activity
        case Terms():
            return thing.run.activity
        case Pool():
            return thing.terms.run.activity if thing.terms else None
        case Booking():
            return activity_of(thing.pool)
    return None


def sharing_units(pool: Pool) -> set[int | None]:
    """The units whose sessions take of these shared seats; several units' seats are the office's to change."""
    return set(Pool.objects.filter(shared=pool).values_list("terms__run__activity__unit_id", flat=True))


@permission("booking.see_bookings", _("看预约"))
def sees_bookings(actor: Actor, thing: Any) -> bool:
    """Region roles see all bookings of the week (masked); a unit's people those of their unit's activities."""
    if not _same_week(actor, thing):
        return False
    if actor.has(*READERS):
        return True
    activity = activity_of(thing)
    if activity is not None:
        return actor.has_at(activity.unit_id, *UNIT_ROLES)
    mine = actor.units_with(*UNIT_ROLES)
    if isinstance(thing, Pool):
        sharing = sharing_units(thing)
        return bool(mine) and (not sharing or not sharing.isdisjoint(mine))
    return bool(mine)


@permission("booking.run_policy", _("定预约总则"), sees="booking.see_bookings")
def runs_policy(actor: Actor, thing: Any) -> bool:
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


@permission("booking.run_bookings", _("管预约"), sees="booking.see_bookings")
def runs_bookings(actor: Actor, thing: Any) -> bool:
    """The office, and the liaison of the activity's unit: also when the activity is public and no longer edited.

    Asked of the whole week: whether there is anything at all that the actor could run.
    """
    if runs_policy(actor, thing):
        return True
    if not _same_week(actor, thing):
        return False
    activity = activity_of(thing)
    if activity is not None:
        return actor.has_at(activity.unit_id, Role.LIAISON)
    mine = actor.units_with(Role.LIAISON)
    if isinstance(thing, Pool):
        return bool(mine) and sharing_units(thing) <= set(mine)
    return bool(mine)


@permission("booking.keep_booking", _("管自己的预约"))
def keeps_booking(actor: Actor, thing: Any) -> bool:
    """Whoever has the booking's link, and whoever runs its session."""
    if isinstance(thing, Booking) and actor.via == VIA_BOOKING:
        return actor.link_id == thing.pk and _same_week(actor, thing)
    return runs_bookings(actor, thing)


def visible_bookings(actor: Actor) -> QuerySet[Booking]:
    """`booking.see_bookings` in set form."""
    if actor.has(*READERS):
        return Booking.objects.all()
    return Booking.objects.filter(pool__terms__run__activity__unit_id__in=actor.units_with(*UNIT_ROLES))


def run_by(actor: Actor) -> QuerySet[Booking]:
    """`booking.run_bookings` in set form."""
    if actor.has(Role.OFFICE):
        return Booking.objects.all()
    return Booking.objects.filter(pool__terms__run__activity__unit_id__in=actor.units_with(Role.LIAISON))


def shared_run_by(actor: Actor) -> QuerySet[Pool]:
    """`booking.run_bookings` for shared seats, in set form: those of which no other unit's sessions take."""
    shared = Pool.objects.filter(terms__isnull=True)
    if actor.has(Role.OFFICE):
        return shared
    units = list(actor.units_with(Role.LIAISON))
    elsewhere = Pool.objects.filter(shared=OuterRef("pk")).exclude(terms__run__activity__unit_id__in=units)
    return shared.exclude(Exists(elsewhere)) if units else shared.none()


def visible_pools(actor: Actor) -> QuerySet[Pool]:
    """`booking.see_bookings` for seats, in set form: of sessions, and the shared ones that these take of."""
    if actor.has(*READERS):
        return Pool.objects.all()
    units = list(actor.units_with(*UNIT_ROLES))
    own = models.Q(terms__run__activity__unit_id__in=units)
    if not units:
        return Pool.objects.none()
    shared = models.Q(terms__isnull=True) & (
        models.Q(sharers__isnull=True) | models.Q(sharers__terms__run__activity__unit_id__in=units)
    )
    return Pool.objects.filter(pk__in=Pool.objects.filter(own | shared).values("pk"))
