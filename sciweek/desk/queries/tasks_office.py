"""What waits for the office."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, Max, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.queries import public_activities
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState, Verdict
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.committee.models import Participation
from sciweek.committee.states import Role
from sciweek.desk.queries.tasks import (
    MOST_ALIKE,
    Task,
    activity_url,
    board_url,
    day_of,
    each_or_all,
    many_activities,
    some,
    when_due,
)
from sciweek.duties.models import HandIn
from sciweek.duties.queries import duties, hand_ins_to_look_at, open_hand_ins
from sciweek.logbook.models import Entry
from sciweek.notice.queries import notices_in_review
from sciweek.week.models import Week
from sciweek.week.states import WeekState

# So long a unit may sit on what came back before the office hears of it.
LONG_RETURNED = timedelta(days=3)


def office_tasks(actor: Actor, week: Week) -> list[Task]:
    """Notices, the edition itself, hand-ins, activities, units: each only for whom may do it."""
    tasks = _notices(actor) if actor.has(Role.OFFICE) else []
    if access.may(actor, "week.run", week):
        tasks += _week_itself(week)
    if access.may(actor, "duties.run_duties", week):
        tasks += [*_to_look_at(actor, week), *_overdue(actor, week)]
    if access.may(actor, "activities.run_activities", week):
        tasks += _activities(actor, week)
    if access.may(actor, "committee.run_units", week.region):
        tasks += not_received(week)
    return tasks


def _notices(actor: Actor) -> list[Task]:
    return [
        Task(
            None,
            "",
            _("通知等着核对"),
            str(notice),
            reverse("notice:review", kwargs={"code": notice.code}),
            _("去核对"),
        )
        for notice in notices_in_review()
    ]


def _week_itself(week: Week) -> list[Task]:
    if week.state != WeekState.DRAFT:
        return []
    count = public_activities().count()
    detail = ngettext("已发布 %(n)d 场活动，市民还看不到。", "已发布 %(n)d 场活动，市民还看不到。", count)
    return [
        Task(
            week.starts_on,
            "",
            _("活动周还没有公开"),
            detail % {"n": count},
            reverse("desk:week_edit", kwargs={"week_slug": week.slug}),
            _("去公开"),
        )
    ]


def _to_look_at(actor: Actor, week: Week) -> list[Task]:
    """What units have handed in: one line each, or one line for each duty when there are many."""
    by_duty: dict[int, list[HandIn]] = {}
    for row in hand_ins_to_look_at(actor):
        by_duty.setdefault(row.duty_id, []).append(row)
    tasks = []
    for rows in by_duty.values():
        duty = rows[0].duty
        if len(rows) > MOST_ALIKE:
            title = ngettext("%(n)d 个单位交来%(duty)s", "%(n)d 个单位交来%(duty)s", len(rows))
            url = reverse("duties:duty", kwargs={"week_slug": week.slug, "code": duty.code})
            names = some(row.unit.label for row in rows)
            tasks.append(Task(duty.due_on, "", title % {"n": len(rows), "duty": duty}, names, url, _("去看")))
            continue
        tasks += [
            Task(
                duty.due_on,
                "",
                _("%(unit)s交来%(duty)s") % {"unit": row.unit.label, "duty": duty},
                row.note[:60],
                reverse("duties:hand_in", kwargs={"week_slug": week.slug, "code": row.code}),
                _("去看"),
            )
            for row in rows
        ]
    return tasks


def _overdue(actor: Actor, week: Week) -> list[Task]:
    """One line for each duty that units are late with or must hand in by tomorrow."""
    soon = week.today + timedelta(days=1)
    owing = open_hand_ins(actor).filter(duty__due_on__lte=soon)
    counts = dict(owing.order_by().values_list("duty_id").annotate(Count("id")))
    if not counts:
        return []
    # Of thousands of units a line names the first few: no more are read.
    nth = Window(RowNumber(), partition_by="duty_id", order_by="id")
    names: dict[int, list[str]] = defaultdict(list)
    for row in owing.annotate(nth=nth).filter(nth__lte=MOST_ALIKE).order_by("id"):
        names[row.duty_id].append(row.unit.label)
    tasks = []
    for duty in duties().filter(pk__in=counts).order_by("due_on", "id"):
        words, urgent, over = when_due(duty, week)
        count = counts[duty.pk]
        title = ngettext("%(n)d 个单位还没有交%(duty)s", "%(n)d 个单位还没有交%(duty)s", count)
        url = reverse("duties:duty", kwargs={"week_slug": week.slug, "code": duty.code})
        said = title % {"n": count, "duty": duty}
        tasks.append(Task(duty.due_on, words, said, some(names[duty.pk]), url, _("看名单"), urgent, over))
    return tasks


def _activities(actor: Actor, week: Week) -> list[Task]:
    """What the office has to look at, can publish, should ask after; one query and one more for the returned."""
    states = (
        ActivityState.SUBMITTED,
        ActivityState.APPROVED,
        ActivityState.RETURNED,
        ActivityState.PUBLISHED,
    )
    found = (
        visible_activities(actor).filter(state__in=states).select_related("unit").order_by("starts_at", "id")
    )
    rows = list(
        found.only("code", "name", "state", "opinion", "starts_at", "ends_at", "state_reason", "unit", "week")
    )
    submitted = [row for row in rows if row.state == ActivityState.SUBMITTED]
    approved = [row for row in rows if row.state == ActivityState.APPROVED]
    ready = [row for row in approved if row.opinion == Verdict.OPEN]
    bare = [row for row in approved if not row.opinion]
    tasks = each_or_all(
        submitted,
        lambda row: Task(
            day_of(row, week),
            "",
            _("活动待看：%(name)s") % {"name": row.name},
            row.unit.name if row.unit else "",
            activity_url(row, week),
            _("去看"),
        ),
        lambda many: many_activities(
            many,
            week,
            ngettext("%(n)d 场活动待看", "%(n)d 场活动待看", len(many)),
            _("去看"),
            state="submitted",
        ),
    )
    if ready:
        title = ngettext("%(n)d 场活动可以发布", "%(n)d 场活动可以发布", len(ready))
        tasks.append(many_activities(ready, week, title, _("去发布"), state="approved", opinion=Verdict.OPEN))
    if bare:
        title = ngettext("%(n)d 场已通过，还缺保密审查意见", "%(n)d 场已通过，还缺保密审查意见", len(bare))
        tasks.append(many_activities(bare, week, title, _("去补"), state="approved", opinion="none"))
    return (
        tasks
        + _long_returned([row for row in rows if row.state == ActivityState.RETURNED], week)
        + over([row for row in rows if row.state == ActivityState.PUBLISHED], week)
    )


def _long_returned(rows: list[Activity], week: Week) -> list[Task]:
    if not rows:
        return []
    acts = Entry.objects.filter(
        kind=Activity._meta.label_lower, object_id__in=[row.pk for row in rows], verb="return_activity"
    )
    last = dict(acts.values_list("object_id").annotate(Max("at")).order_by())
    line = clock.now() - LONG_RETURNED
    late = [row for row in rows if row.pk in last and last[row.pk] < line]
    if not late:
        return []
    title = ngettext("%(n)d 场退回三天了还没有改好", "%(n)d 场退回三天了还没有改好", len(late)) % {
        "n": len(late)
    }
    return [
        Task(
            None,
            "",
            title,
            some(row.name for row in late),
            board_url(week, state=ActivityState.RETURNED),
            _("看名单"),
        )
    ]


def over(rows: list[Activity], week: Week) -> list[Task]:
    """Published, over, and nobody has noted that they were held: one line each, or one for all."""
    now = clock.now()
    past = [row for row in rows if (row.ends_at or row.starts_at or now) < now]
    return each_or_all(
        past,
        lambda row: Task(
            None,
            "",
            _("已经结束：%(name)s") % {"name": row.name},
            _("记下办了没有。"),
            activity_url(row, week),
            _("去记"),
        ),
        lambda many: Task(
            None,
            "",
            ngettext(
                "%(n)d 场已经结束，还没有记下办了没有", "%(n)d 场已经结束，还没有记下办了没有", len(many)
            )
            % {"n": len(many)},
            some(row.name for row in many),
            board_url(week, state=ActivityState.PUBLISHED),
            _("去记"),
        ),
    )


def not_received(week: Week) -> list[Task]:
    """Units that have not signed for the notice."""
    names = list(Participation.objects.filter(received_at__isnull=True).values_list("unit_name", flat=True))
    if not names:
        return []
    title = ngettext("%(n)d 个单位还没有签收通知", "%(n)d 个单位还没有签收通知", len(names))
    return [
        Task(
            None,
            "",
            title % {"n": len(names)},
            some(names),
            reverse("committee:units", kwargs={"week_slug": week.slug}),
            _("看单位"),
        )
    ]
