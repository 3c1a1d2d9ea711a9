"""What waits for those who see to 保密审查 (the secrecy review before publication)."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity, Opinion
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState, Verdict
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.desk.queries.tasks import Task, activity_url, day_of, each_or_all, many_activities
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
    """Without an opinion, with one that a change made stale, and those that go to a higher body; one query."""
    had = Exists(Opinion.objects.filter(activity=OuterRef("pk")))
    waiting = found.filter(state__in=WAITING, opinion__in=("", Verdict.REFERRED)).annotate(had=had)
    rows = list(waiting.only("code", "name", "opinion", "starts_at", "week").order_by("starts_at", "id"))
    fresh = [row for row in rows if not row.opinion and not row.had]
    stale = [row for row in rows if not row.opinion and row.had]
    referred = [row for row in rows if row.opinion == Verdict.REFERRED]
    return [
        *_each(stale, week, _("文字改过，审查意见要重看：%(name)s"), _many_stale(len(stale)), "none"),
        *_each(fresh, week, _("等保密审查意见：%(name)s"), _many_fresh(len(fresh)), "none"),
        *_each(referred, week, _("需报审：%(name)s"), _many_referred(len(referred)), Verdict.REFERRED),
    ]


def _many_stale(n: int) -> str:
    return ngettext("%(n)d 场活动文字改过，审查意见要重看", "%(n)d 场活动文字改过，审查意见要重看", n)


def _many_fresh(n: int) -> str:
    return ngettext("%(n)d 场活动等保密审查意见", "%(n)d 场活动等保密审查意见", n)


def _many_referred(n: int) -> str:
    return ngettext("%(n)d 场活动需报审，等上级答复", "%(n)d 场活动需报审，等上级答复", n)


def _each(rows: Sequence[Activity], week: Week, one: str, many: str, opinion: str) -> list[Task]:
    return each_or_all(
        rows,
        lambda row: Task(
            day_of(row, week), "", one % {"name": row.name}, "", activity_url(row, week), _("去审")
        ),
        lambda all_: many_activities(all_, week, many, _("去审"), opinion=opinion),
    )
