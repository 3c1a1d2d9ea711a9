from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.activities.rules import READERS
from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.booking.rules import runs_bookings, sees_bookings
from sciweek.committee.states import UNIT_ROLES
from sciweek.door.models import Door, DoorPass
from sciweek.programme.models import Session

# How somebody acts who came by a door pass; `Actor.link_id` is the pass's id.
VIA_DOOR = "door"


def volunteer(door_pass: DoorPass) -> Actor:
    """Whoever holds the link of the pass."""
    return Actor(
        name=door_pass.label,
        region_id=door_pass.week.region_id,
        week_id=door_pass.week_id,
        via=VIA_DOOR,
        link_id=door_pass.pk,
    )


def _session_of(thing: Any) -> Any:
    return thing.session if isinstance(thing, Door) else thing


@permission("door.see_door", _("看到场人数"))
def sees_door(actor: Actor, thing: Any) -> bool:
    """Whoever sees the bookings of a session sees who came."""
    return sees_bookings(actor, _session_of(thing))


@permission("door.run_door", _("管入场"), sees="door.see_door")
def runs_door(actor: Actor, thing: Any) -> bool:
    """Whoever runs the bookings of a session: the office, and the liaison of its unit."""
    return runs_bookings(actor, _session_of(thing))


@permission("door.count_arrivals", _("在门口点人数"))
def counts_arrivals(actor: Actor, thing: Any) -> bool:
    """The holder of a pass by this pass alone."""
    if not isinstance(thing, DoorPass):
        return False
    return actor.via == VIA_DOOR and actor.link_id == thing.pk and actor.week_id == thing.week_id


def visible_door_sessions(actor: Actor) -> QuerySet[Session]:
    """`door.see_door` in set form."""
    if actor.has(*READERS):
        return Session.objects.all()
    return Session.objects.filter(activity__unit_id__in=actor.units_with(*UNIT_ROLES))
