"""What waits for a unit's own people."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState
from sciweek.base.actor import Actor
from sciweek.committee.models import Participation
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.desk.queries.tasks import (
    MOST_TASKS,
    Task,
    activity_url,
    board_url,
    day_of,
    each_or_all,
    earliest_first,
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
    """The liaison's own: each that came back with what was marked, drafts, and what is over."""
    mine = actor.units_with(Role.LIAISON)
    if not mine:
        return []
    found = earliest_first(visible_activities(actor).filter(unit_id__in=mine))

    def returned(row: Activity) -> Task:
        title = _("退回待改：%(name)s") % {"name": row.name}
        detail = _returned_for(row.state_reason, row.marks)
        return Task(day_of(row, week), "", title, detail, activity_url(row, week), _("去改"))

    def draft(row: Activity) -> Task:
        title = _("草稿待交：%(name)s") % {"name": row.name}
        return Task(day_of(row, week), "", title, "", activity_url(row, week), _("去改"))

    def drafts(n: int, rows: Sequence[Activity]) -> Task:
        title = ngettext("%(n)d 份活动草稿待交", "%(n)d 份活动草稿待交", n) % {"n": n}
        url = board_url(week, state=ActivityState.DRAFT)
        return Task(None, "", title, some(row.name for row in rows), url, _("去看"))

    return [
        *map(returned, found.filter(state=ActivityState.RETURNED)[:MOST_TASKS]),
        *each_or_all(found.filter(state=ActivityState.DRAFT), draft, drafts),
        *over(found, week),
    ]


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
