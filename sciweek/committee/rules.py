from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.models import Unit
from sciweek.committee.states import UNIT_ROLES


def _same_region(actor: Actor, thing: Any) -> bool:
    region_id = getattr(thing, "region_id", None)
    return region_id is None or actor.region_id == region_id


@permission("committee.see_units", _("看单位"))
def sees_units(actor: Actor, unit: Any) -> bool:
    """Region roles see all units; a unit's own people see theirs."""
    if not _same_region(actor, unit):
        return False
    if actor.has("office", "publicity", "auditor"):
        return True
    return isinstance(unit, Unit) and actor.has_at(unit.pk, *UNIT_ROLES)


@permission("committee.run_units", _("管理单位和联络员"), sees="committee.see_units")
def runs_units(actor: Actor, unit: Any) -> bool:
    return _same_region(actor, unit) and actor.has("office")


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """`committee.see_units` in set form."""
    if actor.has("office", "publicity", "auditor"):
        return Unit.objects.all()
    return Unit.objects.filter(pk__in=actor.units_with(*UNIT_ROLES))
