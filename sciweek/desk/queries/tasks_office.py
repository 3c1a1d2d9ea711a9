"""What waits for the office."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
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
    all_if_any,
    board_url,
    day_of,
    each_or_all,
    earliest_first,
    many_activities,
    some,
    when_due,
)
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.queries import hand_ins_to_look_at, open_hand_ins
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
    tasks = []
    for duty, count, rows in _by_duty(hand_ins_to_look_at(actor), "handed_at"):
        if count > MOST_ALIKE:
            title = ngettext("%(n)d 个单位交来%(duty)s", "%(n)d 个单位交来%(duty)s", count)
            url = reverse("duties:duty", kwargs={"week_slug": week.slug, "code": duty.code})
            names = some(row.unit.label for row in rows)
            tasks.append(Task(duty.due_on, "", title % {"n": count, "duty": duty}, names, url, _("去看")))
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


def _by_duty(found: QuerySet[HandIn], first: str) -> list[tuple[Duty, int, list[HandIn]]]:
    """The duties of what was found, by date; how many hand-ins each has, and the first few of them by the column."""
    nth = Window(RowNumber(), partition_by="duty_id", order_by=(first, "id"))
    of_all = Window(Count("id"), partition_by="duty_id")
    # Of thousands of units a line names the first few: no more are read.
    rows = found.annotate(nth=nth, of_all=of_all).filter(nth__lte=MOST_ALIKE)
    few: dict[int, list[HandIn]] = defaultdict(list)
    for row in rows.order_by("duty__due_on", "duty_id", "nth"):
        few[row.duty_id].append(row)
    return [(rows[0].duty, vars(rows[0])["of_all"], rows) for rows in few.values()]


def _overdue(actor: Actor, week: Week) -> list[Task]:
    """One line for each duty that units are late with or must hand in by tomorrow."""
    soon = week.today + timedelta(days=1)
    tasks = []
    for duty, count, rows in _by_duty(open_hand_ins(actor).filter(duty__due_on__lte=soon), "id"):
        words, urgent, over = when_due(duty, week)
        title = ngettext("%(n)d 个单位还没有交%(duty)s", "%(n)d 个单位还没有交%(duty)s", count)
        url = reverse("duties:duty", kwargs={"week_slug": week.slug, "code": duty.code})
        said, names = title % {"n": count, "duty": duty}, some(row.unit.label for row in rows)
        tasks.append(Task(duty.due_on, words, said, names, url, _("看名单"), urgent, over))
    return tasks


def _activities(actor: Actor, week: Week) -> list[Task]:
    """What the office has to look at, can publish, should ask after."""
    found = earliest_first(visible_activities(actor)).select_related("unit")
    approved = found.filter(state=ActivityState.APPROVED)
    return [
        *each_or_all(
            found.filter(state=ActivityState.SUBMITTED),
            lambda row: Task(
                day_of(row, week),
                "",
                _("活动待看：%(name)s") % {"name": row.name},
                row.unit.name if row.unit else "",
                activity_url(row, week),
                _("去看"),
            ),
            lambda n, rows: many_activities(
                rows,
                week,
                ngettext("%(n)d 场活动待看", "%(n)d 场活动待看", n) % {"n": n},
                _("去看"),
                state="submitted",
            ),
        ),
        *all_if_any(
            approved.filter(opinion=Verdict.OPEN),
            lambda n, rows: many_activities(
                rows,
                week,
                ngettext("%(n)d 场活动可以发布", "%(n)d 场活动可以发布", n) % {"n": n},
                _("去发布"),
                state="approved",
                opinion=Verdict.OPEN,
            ),
        ),
        *all_if_any(
            approved.filter(opinion=""),
            lambda n, rows: many_activities(
                rows,
                week,
                ngettext("%(n)d 场已通过，还缺保密审查意见", "%(n)d 场已通过，还缺保密审查意见", n)
                % {"n": n},
                _("去补"),
                state="approved",
                opinion="none",
            ),
        ),
        *_long_returned(found.filter(state=ActivityState.RETURNED), week),
        *over(found, week),
    ]


def _long_returned(returned: QuerySet[Activity], week: Week) -> list[Task]:
    acts = Entry.objects.filter(
        kind=Activity._meta.label_lower, object_id=OuterRef("pk"), verb="return_activity"
    )
    late = returned.annotate(back=Subquery(acts.order_by("-id").values("at")[:1]))

    def every(n: int, rows: Sequence[Activity]) -> Task:
        title = ngettext("%(n)d 场退回三天了还没有改好", "%(n)d 场退回三天了还没有改好", n) % {"n": n}
        url = board_url(week, state=ActivityState.RETURNED)
        return Task(None, "", title, some(row.name for row in rows), url, _("看名单"))

    return all_if_any(late.filter(back__lt=clock.now() - LONG_RETURNED), every)


def over(found: QuerySet[Activity], week: Week) -> list[Task]:
    """Published, over, and nobody has noted that they were held: one line each, or one for all."""
    past = found.filter(state=ActivityState.PUBLISHED).alias(ended=Coalesce("ends_at", "starts_at"))
    return each_or_all(
        past.filter(ended__lt=clock.now()),
        lambda row: Task(
            None,
            "",
            _("已经结束：%(name)s") % {"name": row.name},
            _("记下办了没有。"),
            activity_url(row, week),
            _("去记"),
        ),
        lambda n, rows: Task(
            None,
            "",
            ngettext("%(n)d 场已经结束，还没有记下办了没有", "%(n)d 场已经结束，还没有记下办了没有", n)
            % {"n": n},
            some(row.name for row in rows),
            board_url(week, state=ActivityState.PUBLISHED),
            _("去记"),
        ),
    )


def not_received(week: Week) -> list[Task]:
    """Units that have not signed for the notice."""

    def every(n: int, rows: Sequence[Participation]) -> Task:
        title = ngettext("%(n)d 个单位还没有签收通知", "%(n)d 个单位还没有签收通知", n) % {"n": n}
        url = reverse("committee:units", kwargs={"week_slug": week.slug})
        return Task(None, "", title, some(row.unit_name for row in rows), url, _("看单位"))

    return all_if_any(Participation.objects.filter(received_at__isnull=True), every)
