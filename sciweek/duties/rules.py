from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.duties.models import Duty, HandIn
from sciweek.week.models import Week

READERS = (Role.OFFICE, Role.PUBLICITY, Role.AUDITOR)


def _same_week(actor: Actor, thing: Any) -> bool:
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


@permission("duties.see_duties", _("看期限"))
def sees_duties(actor: Actor, thing: Any) -> bool:
    """Region roles see everybody's; a unit's people see what their unit owes."""
    if not _same_week(actor, thing):
        return False
    if actor.has(*READERS):
        return True
    mine = actor.units_with(*UNIT_ROLES)
    if isinstance(thing, HandIn):
        return thing.unit_id in mine
    if isinstance(thing, Duty):
        return thing.hand_ins.filter(unit_id__in=mine).exists()
    return bool(mine)


@permission("duties.run_duties", _("管理期限"), sees="duties.see_duties")
def runs_duties(actor: Actor, thing: Any) -> bool:
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


@permission("duties.hand_in", _("交材料"), sees="duties.see_duties")
def hands_in(actor: Actor, hand_in: Any) -> bool:
    """The unit's people hand in; the office may do it for them (a filled sheet that came by e-mail)."""
    if runs_duties(actor, hand_in):
        return True
    return (
        isinstance(hand_in, HandIn)
        and _same_week(actor, hand_in)
        and actor.has_at(hand_in.unit_id, *UNIT_ROLES)
    )


def visible_hand_ins(actor: Actor) -> QuerySet[HandIn]:
    """`duties.see_duties` in set form."""
    if actor.has(*READERS):
        return HandIn.objects.all()
    return HandIn.objects.filter(unit_id__in=actor.units_with(*UNIT_ROLES))
