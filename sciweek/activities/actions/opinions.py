"""保密审查 before publication: opinions come from people; the software records who said what on what basis."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.events import ActivityChanged
from sciweek.activities.models import Activity, Opinion
from sciweek.activities.states import ACTIVITY_MOVES, ActivityState, Verdict
from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.files.actions import show_files
from sciweek.files.states import Visibility
from sciweek.logbook.actions import append_many, check_version, locked_row, move_many
from sciweek.week.actions import touch
from sciweek.week.models import Week


def give_opinion(
    actor: Actor,
    activity: Activity,
    *,
    verdict: str,
    basis: str,
    reviewer: str = "",
    seen_version: int | None = None,
) -> Activity:
    """Record the opinion on one activity; `reviewer` is who answers for it, by default its unit.

    Raises `Conflict` when the words changed since they were read (`seen_version`). 不予公开 or 需报审 takes a
    published activity off the portal at once, and one that was called off before everybody's eyes too.
    """
    access.require(actor, "activities.give_opinion", activity)
    with transaction.atomic():
        check_version(locked_row(activity), seen_version, {})
        done, left = _give(actor, [activity], verdict=verdict, basis=basis, reviewer=reviewer)
    if left:
        raise left[0][1]
    return done[0]


def give_opinions(
    actor: Actor, week: Week, activities: Iterable[Activity], *, verdict: str, basis: str, reviewer: str = ""
) -> tuple[list[Activity], list[tuple[Activity, Refused]]]:
    """Record one opinion with one basis for a list; without `reviewer` each unit answers for its own."""
    access.require(actor, "activities.give_opinion", week)
    return _give(actor, activities, verdict=verdict, basis=basis, reviewer=reviewer)


def write_opinion(actor: Actor, activity: Activity, *, verdict: str, reviewer: str, basis: str) -> None:
    """The opinion that comes with a change of words. Call inside the change's transaction."""
    _done, left = _give(actor, [activity], verdict=verdict, basis=basis, reviewer=reviewer)
    if left:
        raise left[0][1]


def _give(
    actor: Actor, activities: Iterable[Activity], *, verdict: str, basis: str, reviewer: str
) -> tuple[list[Activity], list[tuple[Activity, Refused]]]:
    basis, reviewer = clean(basis), clean(reviewer)
    _check_words(verdict, basis, reviewer)
    done: list[Activity] = []
    left: list[tuple[Activity, Refused]] = []
    opinions, lines = [], []
    with transaction.atomic():
        ids = [row.pk for row in activities]
        rows = Activity.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=ids)
        for row in rows.order_by("pk"):
            who = reviewer or (row.unit.name if row.unit else "")
            refusal = _objection(actor, row, who)
            if refusal is not None:
                left.append((row, refusal))
                continue
            opinions.append(
                Opinion(
                    week_id=row.week_id,
                    activity=row,
                    verdict=verdict,
                    reviewer=who,
                    basis=basis,
                    of_version=row.version,
                    given_at=clock.now(),
                )
            )
            lines.append((row, {"opinion": (row.opinion, verdict), "reviewer": ("", who)}))
            done.append(row)
            row.opinion = verdict
        Opinion.objects.bulk_create(opinions, batch_size=500)
        if verdict != Verdict.OPEN:
            off = _take_off(actor, [row for row in done if row.is_public], basis)
            done = [off.get(row.pk, row) for row in done]
            for row in done:
                row.opinion = verdict
        Activity.objects.filter(pk__in=[row.pk for row in done]).update(opinion=verdict)
        append_many(actor, "give_opinion", lines, why=basis)
    return done, left


def _objection(actor: Actor, row: Activity, who: str) -> Refused | None:
    if not access.may(actor, "activities.give_opinion", row):
        return Refused(_("只能记录自己单位的审查意见。"), code="forbidden")
    if row.state == ActivityState.CANCELLED and not row.is_public:
        return Refused(_("活动已取消。"), code="cancelled")
    if not who:
        return Refused(
            fields={"reviewer": _("这项活动没有填报单位，请写是谁审的。")}, code="reviewer_missing"
        )
    return None


def _check_words(verdict: str, basis: str, reviewer: str) -> None:
    problems: dict[str, str] = {}
    if verdict not in Verdict.values:
        problems["verdict"] = _("请选一种意见：公开、不予公开或需报审。")
    if not basis:
        problems["basis"] = _("请写依据，比如哪一级哪天审的、依哪条规定。")
    for field, text, most in (("basis", basis, 300), ("reviewer", reviewer, 120)):
        if len(text) > most:
            problems[field] = _("最多 %(count)d 个字，现在有 %(have)d 个。") % {
                "count": most,
                "have": len(text),
            }
    if problems:
        raise Refused(fields=problems, code="invalid")


def _take_off(actor: Actor, rows: list[Activity], basis: str) -> dict[int, Activity]:
    """Back behind the curtain, before the opinion is saved: no row may be shown without 公开. The rows by id."""
    off, _left = move_many(
        actor,
        [row for row in rows if row.is_shown],
        ActivityState.APPROVED,
        ACTIVITY_MOVES,
        verb="take_off_portal",
        why=basis,
        published_at=None,
    )
    off += _hide_called_off(actor, [row for row in rows if not row.is_shown], basis)
    show_files(actor, [row.picture_id for row in off if row.picture_id], visibility=Visibility.PRIVATE)
    for row in off:
        touch(row.week_id)
        facts.tell(ActivityChanged(row.week_id, row.pk))
    return {row.pk: row for row in off}


def _hide_called_off(actor: Actor, rows: list[Activity], basis: str) -> list[Activity]:
    """What was called off stays so, and is no longer read of; taken up again, it begins as a draft. Rows are locked."""
    lines = [(row, {"published_at": (row.published_at, None)}) for row in rows]
    for row in rows:
        row.published_at = None
        row.version += 1
    Activity.objects.bulk_update(rows, ["published_at", "version"], batch_size=500)
    append_many(actor, "take_off_portal", lines, why=basis)
    return rows
