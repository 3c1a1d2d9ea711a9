from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.activities.models import Activity
from sciweek.activities.rules import READERS, edits_activity
from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.programme.models import Session
from sciweek.week.models import Week


def _same_week(actor: Actor, thing: Any) -> bool:
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


def _activity_of(thing: Any) -> Activity | None:
    """A session and a run stand under their activity's rules; an activity under its own."""
    return thing if isinstance(thing, Activity) else getattr(thing, "activity", None)


@permission("programme.see_programme", _("看场次"))
def sees_programme(actor: Actor, thing: Any) -> bool:
    """Region roles see all sessions of the week; a unit's people see those of their unit's activities."""
    if not _same_week(actor, thing):
        return False
    if actor.has(*READERS):
        return True
    activity = _activity_of(thing)
    if activity is not None:
        return actor.has_at(activity.unit_id, *UNIT_ROLES)
    return bool(actor.units_with(*UNIT_ROLES))


@permission("programme.run_programme", _("发布日程"), sees="programme.see_programme")
def runs_programme(actor: Actor, thing: Any) -> bool:
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


@permission("programme.run_session", _("排场次"), sees="programme.see_programme")
def runs_session(actor: Actor, thing: Any) -> bool:
    """The office always; a liaison for the own unit's activities while these may still be edited.

    Asked of the whole week: whether there is anything at all that the actor could plan.
    """
    if runs_programme(actor, thing):
        return True
    if not _same_week(actor, thing):
        return False
    activity = _activity_of(thing)
    if activity is not None:
        return edits_activity(actor, activity)
    return bool(actor.units_with(Role.LIAISON))


def visible_sessions(actor: Actor) -> QuerySet[Session]:
    """`programme.see_programme` in set form."""
    if actor.has(*READERS):
        return Session.objects.all()
    return Session.objects.filter(activity__unit_id__in=actor.units_with(*UNIT_ROLES))
