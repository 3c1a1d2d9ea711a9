from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.activities.models import Activity
from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.week.models import Week

READERS = (Role.OFFICE, Role.PUBLICITY, Role.AUDITOR)


def _same_week(actor: Actor, thing: Any) -> bool:
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


@permission("activities.see_activities", _("看活动"))
def sees_activities(actor: Actor, thing: Any) -> bool:
    """Region roles see all activities of the week; a unit's people see their unit's."""
    if not _same_week(actor, thing):
        return False
    if actor.has(*READERS):
        return True
    if isinstance(thing, Activity):
        return actor.has_at(thing.unit_id, *UNIT_ROLES)
    return bool(actor.units_with(*UNIT_ROLES))


@permission("activities.run_activities", _("审看和发布活动"), sees="activities.see_activities")
def runs_activities(actor: Actor, thing: Any) -> bool:
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


@permission("activities.enter_activity", _("填报活动"), sees="activities.see_activities")
def enters_activity(actor: Actor, thing: Any) -> bool:
    """The office enters for anybody; a liaison for the own unit."""
    if runs_activities(actor, thing):
        return True
    if not _same_week(actor, thing):
        return False
    if isinstance(thing, Activity):
        return actor.has_at(thing.unit_id, Role.LIAISON)
    return bool(actor.units_with(Role.LIAISON))


@permission("activities.edit_activity", _("修改活动"), sees="activities.see_activities")
def edits_activity(actor: Actor, activity: Any) -> bool:
    """A liaison edits what is still in the own hands; the office edits until it is cancelled."""
    if runs_activities(actor, activity):
        return True
    return enters_activity(actor, activity) and activity.state in ("draft", "returned")


@permission("activities.submit_activity", _("提交活动"), sees="activities.see_activities")
def submits_activity(actor: Actor, activity: Any) -> bool:
    return enters_activity(actor, activity)


@permission("activities.hold_activity", _("记下已举办"), sees="activities.see_activities")
def holds_activity(actor: Actor, activity: Any) -> bool:
    return enters_activity(actor, activity)


@permission("activities.give_opinion", _("记录保密审查意见"), sees="activities.see_activities")
def gives_opinion(actor: Actor, thing: Any) -> bool:
    """Office and publicity record any unit's opinion; a unit's liaison and publicity person that of the own unit."""
    if _same_week(actor, thing) and actor.has(Role.OFFICE, Role.PUBLICITY):
        return True
    if not _same_week(actor, thing):
        return False
    own = (Role.LIAISON, Role.UNIT_PUBLICITY)
    return actor.has_at(thing.unit_id, *own) if isinstance(thing, Activity) else bool(actor.units_with(*own))


def visible_activities(actor: Actor) -> QuerySet[Activity]:
    """`activities.see_activities` in set form."""
    if actor.has(*READERS):
        return Activity.objects.all()
    return Activity.objects.filter(unit_id__in=actor.units_with(*UNIT_ROLES))
