"""Entering and changing activities, one by one and from a table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.actions.opinions import write_opinion
from sciweek.activities.actions.sense import check_publishable, check_sense, clean_values
from sciweek.activities.events import ActivityChanged, ActivityRescheduled
from sciweek.activities.models import Activity, Series
from sciweek.activities.queries import earlier_activities
from sciweek.activities.states import REVIEWED_FIELDS, ActivityState, Mode, Verdict
from sciweek.base import access, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Forbidden, OutOfSight, Refused
from sciweek.committee.models import Unit
from sciweek.logbook.actions import append, append_many, check_version, locked_row, once, save_changes
from sciweek.week.actions import moved, touch
from sciweek.week.models import Week

COPIED_FIELDS = (
    "kind", "summary", "unit", "hosts", "organisers", "co_organisers", "is_all_day", "mode", "place", "address",
    "link", "audience", "age_from", "age_to", "expected", "entry_note", "contact_name", "contact_phone",
)  # fmt: skip

TIME_FIELDS = ("starts_at", "ends_at", "is_all_day")


@once
def add_activity(
    actor: Actor,
    week: Week,
    *,
    name: str,
    kind: str | None = None,
    series: Series | None = None,
    unit: Unit | None = None,
    summary: str = "",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    is_all_day: bool = False,
    mode: str = Mode.ONSITE,
    place: str = "",
    address: str = "",
    link: str = "",
    audience: Sequence[str] = (),
    age_from: int | None = None,
    age_to: int | None = None,
    expected: int | None = None,
    hosts: Iterable[str] = (),
    organisers: Iterable[str] = (),
    co_organisers: Iterable[str] = (),
    entry_note: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Activity:
    """Enter an activity as a draft. `kind` defaults to the series' own; times are aware UTC.

    Raises `Refused` with field messages; `Forbidden` when a liaison enters for another unit.
    """
    values = judged_values(
        actor,
        week,
        {
            "name": name,
            "kind": kind,
            "series": series,
            "unit": unit,
            "summary": summary,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "is_all_day": is_all_day,
            "mode": mode,
            "place": place,
            "address": address,
            "link": link,
            "audience": audience,
            "age_from": age_from,
            "age_to": age_to,
            "expected": expected,
            "hosts": hosts,
            "organisers": organisers,
            "co_organisers": co_organisers,
            "entry_note": entry_note,
            "contact_name": contact_name,
            "contact_phone": contact_phone,
        },
    )
    with transaction.atomic():
        activity = Activity.objects.create(week=week, **values)
        append(actor, "add_activity", activity)
    return activity


def judged_values(actor: Actor, week: Week, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new activity as they would be saved; writes nothing.

    Raises what `add_activity` raises. An importer asks it of every row before it saves any.
    """
    access.require(actor, "activities.enter_activity", week)
    given = dict(values)
    unit, series = given.get("unit"), given.get("series")
    if not access.may(actor, "activities.run_activities", week):
        if unit is None:
            raise Refused(fields={"unit": _("请选您的单位。")})
        if not actor.has_at(unit.pk, "liaison"):
            raise Forbidden(_("只能替自己单位填报。"), code="forbidden")
    given["kind"] = given.get("kind") or (series.kind if series else None)
    given["mode"] = given.get("mode") or Mode.ONSITE
    given["hosts"] = list(given.get("hosts") or ()) or ([unit.name] if unit else [])
    cleaned = clean_values(given)
    check_sense(cleaned)
    return cleaned


def edit_activity(
    actor: Actor,
    activity: Activity,
    *,
    seen_version: int | None,
    basis: str = "",
    reviewer: str = "",
    **values: Any,
) -> Activity:
    """Change an activity; what the public already sees changes at once.

    New words need a new 保密审查 opinion: before publication the old one lapses; on a published activity the change
    must bring its own (`basis`, and `reviewer`, by default the unit), or it is refused on the field `basis`.
    """
    cleaned = judged_changes(actor, activity, values)
    with transaction.atomic():
        before = locked_row(activity)
        # Somebody may have moved it on since it was looked at.
        check_version(before, seen_version, cleaned)
        access.require(actor, "activities.edit_activity", before)
        other_words = any(
            name in cleaned and cleaned[name] != getattr(before, name) for name in REVIEWED_FIELDS
        )
        if other_words and before.is_shown:
            if not basis.strip():
                raise Refused(
                    fields={"basis": _("改的是已经公开的文字。请写明公开依据，再保存。")},
                    code="basis_missing",
                )
            access.require(actor, "activities.give_opinion", activity)
        elif other_words and before.opinion:
            cleaned["opinion"] = ""
        row = save_changes(actor, activity, verb="edit_activity", seen_version=seen_version, **cleaned)
        if other_words and row.is_shown:
            write_opinion(actor, row, verdict=Verdict.OPEN, reviewer=reviewer, basis=basis)
        if row.is_shown and row.version != before.version:
            facts.tell(ActivityChanged(row.week_id, row.pk))
        if any(getattr(row, name) != getattr(before, name) for name in TIME_FIELDS):
            facts.tell(ActivityRescheduled(row.week_id, row.pk))
        touch(row.week_id)
    return row


def judged_changes(actor: Actor, activity: Activity, values: Mapping[str, Any]) -> dict[str, Any]:
    """The new values of an activity as they would be saved; writes nothing. Raises what `edit_activity` raises."""
    access.require(actor, "activities.edit_activity", activity)
    if activity.state == ActivityState.CANCELLED:
        raise Refused(_("活动已取消。要改内容，请先恢复。"), code="cancelled")
    cleaned = clean_values(dict(values))
    if "unit" in cleaned and not access.may(actor, "activities.run_activities", activity):
        _keep_in_own_hands(actor, activity, cleaned)
    whole = {field.name: getattr(activity, field.name) for field in Activity._meta.concrete_fields} | cleaned
    check_sense(whole)
    if activity.is_shown:
        check_publishable(whole)
    return cleaned


def _keep_in_own_hands(actor: Actor, activity: Activity, cleaned: dict[str, Any]) -> None:
    """Who is liaison of several units moves a draft between them; nobody else says whose it is."""
    unit = cleaned["unit"]
    if unit is None:
        del cleaned["unit"]
    elif unit.pk != activity.unit_id and not actor.has_at(unit.pk, "liaison"):
        raise Refused(fields={"unit": _("只能替自己单位填报。")}, code="forbidden")


def save_rows(
    actor: Actor,
    week: Week,
    *,
    new: Sequence[Mapping[str, Any]] = (),
    changed: Sequence[tuple[Activity, Mapping[str, Any]]] = (),
) -> list[Activity]:
    """Save a table: all of it or, when one row is refused, nothing. Returns the new drafts in their order.

    `new` holds values as `judged_values` gave them, `changed` activities with what a row says otherwise.
    """
    access.require(actor, "activities.enter_activity", week)
    with transaction.atomic():
        rows = Activity.objects.bulk_create([Activity(week=week, **values) for values in new], batch_size=200)
        append_many(actor, "add_activity", ((row, {}) for row in rows))
        for activity, values in changed:
            edit_activity(actor, activity, seen_version=activity.version, **values)
    return rows


@once
def copy_activity(actor: Actor, week: Week, *, source: Activity) -> Activity:
    """A new draft like `source`, of this edition or an earlier one of the region; its days move with the week.

    State, opinion, marks and picture stay behind. Looks over the wall by `activities.copy_from_last_year`.
    """
    access.require(actor, "activities.enter_activity", week)
    office = access.may(actor, "activities.run_activities", week)
    if source.week_id == week.pk:
        access.require(actor, "activities.see_activities", source)
    elif not earlier_activities(actor, week).filter(pk=source.pk).exists():
        raise OutOfSight("activities.copy_activity")
    values = {name: getattr(source, name) for name in COPIED_FIELDS}
    if not office and not actor.has_at(source.unit_id, "liaison"):
        values["unit"] = Unit.objects.filter(pk__in=actor.units_with("liaison")).first()
        values["hosts"] = []
    name = source.name
    if source.week_id == week.pk:
        values |= {"series": source.series, "starts_at": source.starts_at, "ends_at": source.ends_at}
    else:
        values |= _moved_times(source, week)
        name = name.replace(str(source.week.starts_on.year), str(week.starts_on.year))
    values = judged_values(actor, week, values | {"name": name})
    with transaction.atomic():
        row = Activity.objects.create(week=week, **values)
        append(actor, "copy_activity", row, why=str(source.week) if source.week_id != week.pk else "")
    return row


def _moved_times(source: Activity, week: Week) -> dict[str, Any]:
    """The same days of this year's week, at the same hours; the series of the same name."""
    lines = Series.objects.over_the_wall("activities.copy_from_last_year").filter(activities=source)
    names = [
        name.replace(str(source.week.starts_on.year), str(week.starts_on.year))
        for name in lines.values_list("name", flat=True)
    ]
    times: dict[str, Any] = {"series": Series.objects.filter(name__in=names).first()}
    first, last = source.week.starts_on, week.starts_on
    for name in ("starts_at", "ends_at"):
        moment = getattr(source, name)
        times[name] = moment and moment + (moved(moment.date(), first, last) - moment.date())
    return times


def hand_over_activities(
    actor: Actor, week: Week, activities: Iterable[Activity], *, unit: Unit, why: str
) -> tuple[list[Activity], list[tuple[Activity, Refused]]]:
    """Put activities into another unit's hands: it sees and edits them from now on. The words stay as they are."""
    access.require(actor, "activities.run_activities", week)
    if not why.strip():
        raise Refused(fields={"why": _("请写明原因。")}, code="reason_missing")
    if unit.merged_into_id is not None:
        raise Refused(fields={"unit": _("这个单位已经并入别的单位，请选新的。")}, code="merged")
    done: list[Activity] = []
    left: list[tuple[Activity, Refused]] = []
    with transaction.atomic():
        for activity in sorted(activities, key=lambda row: row.pk):
            if activity.state == ActivityState.CANCELLED:
                left.append((activity, Refused(_("活动已取消。"), code="cancelled")))
                continue
            done.append(save_changes(actor, activity, verb="hand_over_activity", why=why.strip(), unit=unit))
        if done:
            touch(week.pk)
    return done, left
