"""Ceremonies: bound to an activity, changed, their running order shown to units."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Kind
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.ceremonies.actions.sense import ceremony_values, check_times, locked_ceremony
from sciweek.ceremonies.models import Ceremony, Guest
from sciweek.logbook.actions import append, locked_row, once, save_changes
from sciweek.programme.events import DroppingSessions
from sciweek.programme.models import Session
from sciweek.week.models import Week


@once
def add_ceremony(
    actor: Actor,
    week: Week,
    *,
    activity: Activity,
    reply_by: datetime | None,
    session: Session | None = None,
    title: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    takes_late: bool = False,
    assemble_at: datetime | None = None,
    dress: str = "",
    notes: str = "",
    capacity: int | None = None,
) -> Ceremony:
    """Make a ceremony of an activity of that kind, or of one session of it. Raises `Refused` with field messages."""
    access.require(actor, "ceremonies.run_ceremony", week)
    values = ceremony_values(
        {
            "title": title,
            "contact_name": contact_name,
            "contact_phone": contact_phone,
            "reply_by": reply_by,
            "takes_late": takes_late,
            "assemble_at": assemble_at,
            "dress": dress,
            "notes": notes,
            "capacity": capacity,
        },
        area_code=week.region.area_code,
    )
    with transaction.atomic():
        _check_activity(locked_row(activity), session)
        made = Ceremony(week=week, activity=activity, session=session, **values)
        check_times(values, made.starts_at)
        made.save()
        append(actor, "add_ceremony", made)
    return made


def _check_activity(activity: Activity, session: Session | None) -> None:
    """Called with the activity locked, so that two presses do not make two."""
    problem = ""
    if activity.kind != Kind.CEREMONY:
        problem = _("请选类别是“仪式”的活动。")
    elif activity.state == ActivityState.CANCELLED:
        problem = _("这个活动已取消。")
    elif session is not None and session.activity_id != activity.pk:
        problem = _("这一场不是这个活动的。")
    elif Ceremony.objects.filter(activity=activity, session=session).exists():
        problem = _("这个活动已经建过仪式。")
    if problem:
        raise Refused(fields={"activity": problem}, code="invalid")


def edit_ceremony(
    actor: Actor, ceremony: Ceremony, *, seen_version: int | None = None, **given: Any
) -> Ceremony:
    """Change what is given; what is left out stays."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    values = ceremony_values(given, area_code=ceremony.week.region.area_code)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        check_times(values, locked.starts_at)
        return save_changes(actor, locked, verb="edit_ceremony", seen_version=seen_version, **values)


def release_order(actor: Actor, ceremony: Ceremony) -> Ceremony:
    """Units see the running order from now on, and every later change of it."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    if not ceremony.items.exists():
        raise Refused(_("议程还是空的。先写好议程，再给单位看。"), code="empty")
    return save_changes(actor, ceremony, verb="release_order", is_released=True)


def hold_order_back(actor: Actor, ceremony: Ceremony) -> Ceremony:
    """The office alone sees it again."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    return save_changes(actor, ceremony, verb="hold_order_back", is_released=False)


def ceremony_objection(gate: DroppingSessions) -> list[str]:
    """A session to which units are invited is not dropped under them."""
    if Ceremony.objects.filter(session__in=gate.session_ids).exists():
        return [_("这一场建过仪式，不能删。请先去掉仪式，或者取消这一场。")]
    return []


def drop_ceremony(actor: Actor, ceremony: Ceremony) -> None:
    """Take out a ceremony that was made by mistake; one that somebody has answered stays."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        answered = locked.slips.filter(replied_at__isnull=False).exists()
        if answered or Guest.objects.filter(slip__ceremony=locked).exists():
            raise Refused(_("已经有单位报了回执，不能去掉。"), code="has_replies")
        append(actor, "drop_ceremony", locked)
        locked.delete()
