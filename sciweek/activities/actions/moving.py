"""The life cycle: one activity at a time, and many in one act."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.actions.opinions import give_opinions
from sciweek.activities.actions.sense import check_publishable
from sciweek.activities.events import (
    ActivitiesPublished,
    ActivitiesReturned,
    ActivityCancelled,
    ActivityChanged,
)
from sciweek.activities.models import Activity
from sciweek.activities.states import ACTIVITY_MOVES, MARKABLE_FIELDS, ActivityState, Verdict
from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.files.actions import show_files
from sciweek.files.states import Visibility
from sciweek.logbook.actions import move, move_many
from sciweek.week.actions import touch
from sciweek.week.models import Week

Left = list[tuple[Activity, Refused]]


def submit_activity(actor: Actor, activity: Activity, *, seen_version: int | None = None) -> Activity:
    """Hand the draft to the office."""
    return move(
        actor,
        activity,
        ActivityState.SUBMITTED,
        ACTIVITY_MOVES,
        verb="submit_activity",
        seen_version=seen_version,
        state_reason="",
        marks={},
    )


def return_activity(
    actor: Actor,
    activity: Activity,
    *,
    why: str = "",
    marks: Mapping[str, str] | None = None,
    seen_version: int | None = None,
) -> Activity:
    """Send it back to its unit with the points to correct: `marks` by field, `why` over all; one of them must be."""
    points = _clean_marks(marks or {})
    reason = clean_lines(why) or "；".join(points.values())
    with transaction.atomic():
        row = move(
            actor,
            activity,
            ActivityState.RETURNED,
            ACTIVITY_MOVES,
            verb="return_activity",
            why=reason,
            seen_version=seen_version,
            state_reason=reason,
            marks=points,
        )
        facts.tell(ActivitiesReturned(row.week_id, (row.pk,)))
    return row


def return_activities(
    actor: Actor, week: Week, activities: Iterable[Activity], *, why: str
) -> tuple[list[Activity], Left]:
    """Send many back for one reason."""
    access.require(actor, "activities.run_activities", week)
    reason = clean_lines(why)
    if not reason:
        raise Refused(fields={"why": _("请写明原因。")}, code="reason_missing")
    with transaction.atomic():
        done, left = move_many(
            actor,
            activities,
            ActivityState.RETURNED,
            ACTIVITY_MOVES,
            verb="return_activity",
            why=reason,
            state_reason=reason,
            marks={},
        )
        if done:
            facts.tell(ActivitiesReturned(week.pk, tuple(row.pk for row in done)))
    return done, left


def _clean_marks(marks: Mapping[str, str]) -> dict[str, str]:
    strange = [field for field in marks if field not in MARKABLE_FIELDS]
    if strange:
        raise Refused(_("不能标在这一栏：%(field)s。") % {"field": strange[0]}, code="invalid")
    points = {field: clean(text)[:200] for field, text in marks.items()}
    return {field: text for field, text in points.items() if text}


def approve_activity(actor: Actor, activity: Activity, *, seen_version: int | None = None) -> Activity:
    """The office has looked and agrees; it is published when its 保密审查 says 公开."""
    return move(
        actor,
        activity,
        ActivityState.APPROVED,
        ACTIVITY_MOVES,
        verb="approve_activity",
        seen_version=seen_version,
        state_reason="",
    )


def approve_activities(
    actor: Actor, week: Week, activities: Iterable[Activity]
) -> tuple[list[Activity], Left]:
    """Agree to many."""
    access.require(actor, "activities.run_activities", week)
    return move_many(
        actor, activities, ActivityState.APPROVED, ACTIVITY_MOVES, verb="approve_activity", state_reason=""
    )


def publish_activity(actor: Actor, activity: Activity, *, seen_version: int | None = None) -> Activity:
    """Show the activity to the public. It needs a time, a place or a link, and a 保密审查 opinion 公开."""
    access.require(actor, "activities.run_activities", activity)
    check_ready(activity)
    with transaction.atomic():
        row = move(
            actor,
            activity,
            ActivityState.PUBLISHED,
            ACTIVITY_MOVES,
            verb="publish_activity",
            seen_version=seen_version,
            published_at=clock.now(),
            state_reason="",
        )
        check_ready(row)
        _now_shown(actor, row.week_id, [row])
    return row


def publish_activities(
    actor: Actor, week: Week, activities: Iterable[Activity], *, basis: str = "", reviewer: str = ""
) -> tuple[list[Activity], Left]:
    """Publish many: those that can be, and beside each other one why it cannot.

    The fast lane: with a `basis`, those that nobody has given an opinion on are recorded as 公开 on that basis first,
    each unit answering for its own unless a `reviewer` is named. An opinion that says otherwise stands.
    """
    access.require(actor, "activities.run_activities", week)
    rows = list(activities)
    with transaction.atomic():
        refused: Left = []
        if basis.strip():
            bare = [row for row in rows if not row.opinion and _leads_out(row) and _is_complete(row)]
            _done, refused = give_opinions(
                actor, week, bare, verdict=Verdict.OPEN, basis=basis, reviewer=reviewer
            )
        stopped = {row.pk for row, _refusal in refused}
        done, left = move_many(
            actor,
            [row for row in rows if row.pk not in stopped],
            ActivityState.PUBLISHED,
            ACTIVITY_MOVES,
            verb="publish_activity",
            check=check_ready,
            published_at=clock.now(),
            state_reason="",
        )
        if done:
            _now_shown(actor, week.pk, done)
    return done, refused + left


def check_ready(activity: Activity) -> None:
    """Refuse what the public cannot use yet, or may not see."""
    fields = ("starts_at", "mode", "place", "address", "link")
    check_publishable({name: getattr(activity, name) for name in fields})
    if activity.opinion == Verdict.OPEN:
        return
    words = {
        Verdict.CLOSED: _("保密审查意见是“不予公开”，不能发布。"),
        Verdict.REFERRED: _("保密审查意见是“需报审”，批下来改记“公开”后再发布。"),
    }
    text = words.get(Verdict(activity.opinion)) if activity.opinion else None
    raise Refused(
        fields={"opinion": text or _("还没有保密审查意见。记下“公开”和依据后再发布。")},
        code="opinion_missing",
    )


def _leads_out(activity: Activity) -> bool:
    """Whether it can be published from where it stands."""
    arrow = ACTIVITY_MOVES.get((ActivityState(activity.state), ActivityState.PUBLISHED))
    return arrow is not None and not arrow.needs_reason


def _is_complete(activity: Activity) -> bool:
    try:
        check_publishable(
            {name: getattr(activity, name) for name in ("starts_at", "mode", "place", "address", "link")}
        )
    except Refused:
        return False
    return True


def _now_shown(actor: Actor, week_id: int, rows: list[Activity]) -> None:
    show_files(actor, [row.picture_id for row in rows if row.picture_id], visibility=Visibility.PUBLIC)
    touch(week_id)
    facts.tell(ActivitiesPublished(week_id, tuple(row.pk for row in rows)))


def hold_activity(actor: Actor, activity: Activity, *, seen_version: int | None = None) -> Activity:
    """Note that it took place; not before it began."""
    if activity.starts_at is not None and activity.starts_at > clock.now():
        raise Refused(_("活动还没有开始，开始后再记。"), code="too_early")
    with transaction.atomic():
        row = move(
            actor,
            activity,
            ActivityState.HELD,
            ACTIVITY_MOVES,
            verb="hold_activity",
            seen_version=seen_version,
        )
        touch(row.week_id)
    return row


def cancel_activity(
    actor: Actor, activity: Activity, *, why: str, seen_version: int | None = None
) -> Activity:
    """Call an activity off. One that was published stays visible with the reason; any other is merely given up."""
    with transaction.atomic():
        row = move(
            actor,
            activity,
            ActivityState.CANCELLED,
            ACTIVITY_MOVES,
            verb="cancel_activity",
            why=clean_lines(why),
            seen_version=seen_version,
            state_reason=clean_lines(why),
        )
        if row.published_at is not None:
            touch(row.week_id)
            facts.tell(ActivityCancelled(row.week_id, row.pk))
    return row


def restore_activity(
    actor: Actor, activity: Activity, *, why: str, seen_version: int | None = None
) -> Activity:
    """Take a cancellation back: to the public if it had been there, else to the drafts.

    Also takes back that an activity was held.
    """
    to = ActivityState.PUBLISHED if activity.published_at is not None else ActivityState.DRAFT
    with transaction.atomic():
        row = move(
            actor,
            activity,
            to,
            ACTIVITY_MOVES,
            verb="restore_activity",
            why=clean_lines(why),
            seen_version=seen_version,
            state_reason="",
        )
        if row.is_shown:
            check_ready(row)
            facts.tell(ActivityChanged(row.week_id, row.pk))
        touch(row.week_id)
    return row


def withdraw_activity(
    actor: Actor, activity: Activity, *, why: str, seen_version: int | None = None
) -> Activity:
    """Take a published activity back into the draft; the public no longer sees it."""
    access.require(actor, "activities.run_activities", activity)
    with transaction.atomic():
        row = move(
            actor,
            activity,
            ActivityState.DRAFT,
            ACTIVITY_MOVES,
            verb="withdraw_activity",
            why=clean_lines(why),
            seen_version=seen_version,
            published_at=None,
            state_reason="",
        )
        show_files(actor, [row.picture_id] if row.picture_id else [], visibility=Visibility.PRIVATE)
        facts.tell(ActivityChanged(row.week_id, row.pk))
        touch(row.week_id)
    return row
