from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.venues.models import Venue
from sciweek.week.models import Region


def _same_region(actor: Actor, thing: Any) -> bool:
    region_id = thing.pk if isinstance(thing, Region) else getattr(thing, "region_id", None)
    return actor.region_id is not None and region_id in (None, actor.region_id)


@permission("venues.see_venues", _("看场地"))
def sees_venues(actor: Actor, thing: Any) -> bool:
    """Everybody who works in the region: whoever plans must know where."""
    return _same_region(actor, thing) and bool(actor.roles or actor.unit_roles)


@permission("venues.run_venues", _("管理场地"), sees="venues.see_venues")
def runs_venues(actor: Actor, thing: Any) -> bool:
    return _same_region(actor, thing) and actor.has(Role.OFFICE)


@permission("venues.run_venue", _("管理这个场地"), sees="venues.see_venues")
def runs_venue(actor: Actor, venue: Any) -> bool:
    """The office, or a liaison of the unit that runs it."""
    if not isinstance(venue, Venue) or not _same_region(actor, venue):
        return False
    return runs_venues(actor, venue) or actor.has_at(venue.unit_id, Role.LIAISON)


def visible_venues(actor: Actor) -> QuerySet[Venue]:
    """`venues.see_venues` in set form."""
    return Venue.objects.all() if actor.roles or actor.unit_roles else Venue.objects.none()
