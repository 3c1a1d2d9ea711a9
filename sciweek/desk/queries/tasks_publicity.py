"""What waits for those who see to 保密审查 (the secrecy review before publication)."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity, Opinion
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState, Verdict
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.desk.queries.tasks import (
    Task,
    activity_url,
    day_of,
    each_or_all,
    earliest_first,
    many_activities,
)
from sciweek.week.models import Week

WAITING = (ActivityState.SUBMITTED, ActivityState.APPROVED)


def publicity_tasks(actor: Actor, week: Week) -> list[Task]:
    """For the region's publicity: every unit's; for a unit's liaison and publicity person: the own unit's."""
    if actor.has(Role.PUBLICITY):
        return _opinions(visible_activities(actor), week)
    if actor.has(Role.OFFICE):  # the office's own list tells what it cannot publish yet
        return []
    mine = actor.units_with(Role.LIAISON, Role.UNIT_PUBLICITY)
    return _opinions(visible_activities(actor).filter(unit_id__in=mine), week) if mine else []


def _opinions(found: QuerySet[Activity], week: Week) -> list[Task]:
    """Without an opinion, with one that a change made stale, and those that go to a higher body."""
    waiting = earliest_first(found.filter(state__in=WAITING))
    had = Exists(Opinion.objects.filter(activity=OuterRef("pk")))
    bare, referred = waiting.filter(opinion=""), waiting.filter(opinion=Verdict.REFERRED)
    return [
        *_each(bare.filter(had), week, _("文字改过，审查意见要重看：%(name)s"), _many_stale, "none"),
        *_each(bare.filter(~had), week, _("等保密审查意见：%(name)s"), _many_fresh, "none"),
        *_each(referred, week, _("需报审：%(name)s"), _many_referred, Verdict.REFERRED),
    ]


def _many_stale(n: int) -> str:
    return ngettext("%(n)d 场活动文字改过，审查意见要重看", "%(n)d 场活动文字改过，审查意见要重看", n)


def _many_fresh(n: int) -> str:
    return ngettext("%(n)d 场活动等保密审查意见", "%(n)d 场活动等保密审查意见", n)


def _many_referred(n: int) -> str:
    return ngettext("%(n)d 场活动需报审，等上级答复", "%(n)d 场活动需报审，等上级答复", n)


def _each(
    found: QuerySet[Activity], week: Week, one: str, many: Callable[[int], str], opinion: str
) -> list[Task]:
    return each_or_all(
        found,
        lambda row: Task(
            day_of(row, week), "", one % {"name": row.name}, "", activity_url(row, week), _("去审")
        ),
        lambda n, rows: many_activities(rows, week, many(n) % {"n": n}, _("去审"), opinion=opinion),
    )
