from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.ceremonies.models import Ceremony, Slip
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.week.models import Week

READERS = (Role.OFFICE, Role.PUBLICITY, Role.AUDITOR)


def _same_week(actor: Actor, thing: Any) -> bool:
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


@permission("ceremonies.see_ceremony", _("看仪式"))
def sees_ceremony(actor: Actor, thing: Any) -> bool:
    """Region roles see all; a unit's people see what their unit has places for, and of slips their own."""
    if not _same_week(actor, thing):
        return False
    if actor.has(*READERS):
        return True
    mine = actor.units_with(*UNIT_ROLES)
    if isinstance(thing, Slip):
        return thing.unit_id in mine
    if isinstance(thing, Ceremony):
        return bool(mine) and Slip.objects.filter(ceremony=thing, unit_id__in=mine).exists()
    return bool(mine)


@permission("ceremonies.run_ceremony", _("办仪式"), sees="ceremonies.see_ceremony")
def runs_ceremony(actor: Actor, thing: Any) -> bool:
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


@permission("ceremonies.reply", _("报回执"), sees="ceremonies.see_ceremony")
def replies(actor: Actor, slip: Any) -> bool:
    """The unit's liaison, by account or link; the office for the unit."""
    if runs_ceremony(actor, slip):
        return True
    return isinstance(slip, Slip) and _same_week(actor, slip) and actor.has_at(slip.unit_id, Role.LIAISON)


@permission("ceremonies.see_guests", _("看来宾的姓名、电话和车牌"), sees="ceremonies.see_ceremony")
def sees_guests(actor: Actor, thing: Any) -> bool:
    """Everybody's, unmasked: the office alone. Of a slip, those who reply for its unit too."""
    return replies(actor, thing) if isinstance(thing, Slip) else runs_ceremony(actor, thing)


def visible_ceremonies(actor: Actor) -> QuerySet[Ceremony]:
    """`ceremonies.see_ceremony` of ceremonies in set form."""
    if actor.has(*READERS):
        return Ceremony.objects.all()
    mine = Slip.objects.filter(unit_id__in=actor.units_with(*UNIT_ROLES))
    return Ceremony.objects.filter(pk__in=mine.values("ceremony_id"))


def visible_slips(actor: Actor) -> QuerySet[Slip]:
    """`ceremonies.see_ceremony` of slips in set form."""
    if actor.has(*READERS):
        return Slip.objects.all()
    return Slip.objects.filter(unit_id__in=actor.units_with(*UNIT_ROLES))
