"""What waits for a unit's own people."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState
from sciweek.base.actor import Actor
from sciweek.committee.models import Participation
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.desk.queries.tasks import (
    MOST_ALIKE,
    MOST_TASKS,
    Task,
    activity_url,
    board_url,
    day_of,
    some,
    when_due,
)
from sciweek.desk.queries.tasks_office import over
from sciweek.desk.words import field_word
from sciweek.duties.queries import open_hand_ins
from sciweek.look.phrases import listed
from sciweek.week.models import Week


def unit_tasks(actor: Actor, week: Week) -> list[Task]:
    """Duties owed, activities that came back or are still drafts, those that are over, the notice to sign for."""
    return [*_owed(actor, week), *_own_activities(actor, week), *_to_sign_for(actor, week)]


def _owed(actor: Actor, week: Week) -> list[Task]:
    """What the actor's own units still owe."""
    mine = actor.units_with(*UNIT_ROLES)
    tasks = []
    for row in open_hand_ins(actor).filter(unit_id__in=mine)[:MOST_TASKS] if mine else ():
        words, urgent, late = when_due(row.duty, week)
        tasks.append(
            Task(
                row.duty.due_on,
                words,
                row.duty.what,
                row.office_note or (_("报%(who)s") % {"who": row.duty.receiver} if row.duty.receiver else ""),
                reverse("duties:hand_in", kwargs={"week_slug": week.slug, "code": row.code}),
                _("去改") if row.office_note else _("去交"),
                urgent,
                late,
            )
        )
    return tasks


def _own_activities(actor: Actor, week: Week) -> list[Task]:
    """The liaison's own: each that came back with what was marked, drafts, and what is over; one query."""
    mine = actor.units_with(Role.LIAISON)
    if not mine:
        return []
    states = (ActivityState.RETURNED, ActivityState.DRAFT, ActivityState.PUBLISHED)
    found = visible_activities(actor).filter(state__in=states, unit_id__in=mine).order_by("starts_at", "id")
    rows = list(found.only("code", "name", "state", "state_reason", "marks", "starts_at", "ends_at", "week"))
    drafts = [row for row in rows if row.state == ActivityState.DRAFT]
    tasks = [
        Task(
            day_of(row, week),
            "",
            (_("退回待改：%(name)s") if row.state == ActivityState.RETURNED else _("草稿待交：%(name)s"))
            % {"name": row.name},
            _returned_for(row.state_reason, row.marks) if row.state == ActivityState.RETURNED else "",
            activity_url(row, week),
            _("去改"),
        )
        for row in rows
        if row.state == ActivityState.RETURNED
        or (row.state == ActivityState.DRAFT and len(drafts) <= MOST_ALIKE)
    ]
    if len(drafts) > MOST_ALIKE:
        title = ngettext("%(n)d 份活动草稿待交", "%(n)d 份活动草稿待交", len(drafts)) % {"n": len(drafts)}
        url = board_url(week, state=ActivityState.DRAFT)
        tasks.append(Task(None, "", title, some(row.name for row in drafts), url, _("去看")))
    return tasks[:MOST_TASKS] + over([row for row in rows if row.state == ActivityState.PUBLISHED], week)


def _returned_for(why: str, marks: dict[str, str]) -> str:
    """The reason, and the fields that the office has marked."""
    if not marks:
        return why
    fields = listed(field_word("activities.activity", name) for name in marks)
    return _("%(why)s 标出的地方：%(fields)s") % {"why": why, "fields": fields}


def _to_sign_for(actor: Actor, week: Week) -> list[Task]:
    mine = actor.units_with(Role.LIAISON)
    if not mine:
        return []
    rows = Participation.objects.filter(unit_id__in=mine, received_at__isnull=True).select_related("unit")
    return [
        Task(
            None,
            "",
            _("签收活动周通知"),
            row.unit_name,
            reverse("committee:unit", kwargs={"week_slug": week.slug, "code": row.unit.code}),
            _("去签收"),
        )
        for row in rows
    ]
