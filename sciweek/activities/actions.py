"""The only writers of series and activities."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.activities.events import ActivityCancelled, ActivityPublished
from sciweek.activities.models import Activity, Series
from sciweek.activities.states import ACTIVITY_MOVES, ActivityState, Audience, Kind, Mode
from sciweek.base import access, clock, facts, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Forbidden, Refused
from sciweek.base.text import clean, clean_lines
from sciweek.committee.models import Unit
from sciweek.logbook.actions import append, move, once, save_changes
from sciweek.week.actions import moved, touch
from sciweek.week.models import Week

LONGEST = timedelta(days=370)
LINE_FIELDS = ("name", "place", "address", "link", "entry_note", "contact_name", "contact_phone")


def _names(parts: Iterable[str]) -> list[str]:
    return [name for name in (clean(part) for part in parts) if name]


def add_series(
    actor: Actor,
    week: Week,
    *,
    name: str,
    kind: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    runs_all_year: bool = False,
    place: str = "",
    hosts: Iterable[str] = (),
    organisers: Iterable[str] = (),
    co_organisers: Iterable[str] = (),
) -> Series:
    """Add a line of the annex; the same name twice is refused. Dates may lie outside the week."""
    access.require(actor, "activities.run_activities", week)
    name = clean(name)
    if not name:
        raise Refused(fields={"name": _("请写系列活动的名称。")})
    if kind not in Kind.values:
        raise Refused(fields={"kind": _("请选一个类别。")})
    _check_days(starts_on, ends_on)
    with transaction.atomic():
        if Series.objects.filter(name=name).exists():
            raise Refused(fields={"name": _("已经有同名的系列活动。")}, code="taken")
        last = Series.objects.aggregate(last=Max("position"))["last"] or 0
        row = Series.objects.create(
            week=week,
            position=last + 1,
            name=name[:200],
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on if starts_on else None,
            runs_all_year=runs_all_year,
            place=clean(place)[:200],
            hosts=_names(hosts),
            organisers=_names(organisers),
            co_organisers=_names(co_organisers),
        )
        append(actor, "add_series", row)
        touch(week.pk)
    return row


def edit_series(actor: Actor, series: Series, *, seen_version: int | None, **values: Any) -> Series:
    """Change a line of the annex."""
    access.require(actor, "activities.run_activities", series)
    cleaned: dict[str, Any] = {
        name: clean(value) if isinstance(value, str) else value for name, value in values.items()
    }
    if "name" in cleaned and not cleaned["name"]:
        raise Refused(fields={"name": _("请写系列活动的名称。")})
    if cleaned.get("kind", series.kind) not in Kind.values:
        raise Refused(fields={"kind": _("请选一个类别。")})
    _check_days(cleaned.get("starts_on", series.starts_on), cleaned.get("ends_on", series.ends_on))
    with transaction.atomic():
        if Series.objects.filter(name=cleaned.get("name", series.name)).exclude(pk=series.pk).exists():
            raise Refused(fields={"name": _("已经有同名的系列活动。")}, code="taken")
        row = save_changes(actor, series, verb="edit_series", seen_version=seen_version, **cleaned)
        touch(row.week_id)
    return row


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    problems = {
        name: _("没有这样的年份。请写成 2027 这样的四位数。")
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on))
        if day is not None and not clock.is_plausible(day)
    }
    if not problems and starts_on and ends_on and ends_on < starts_on:
        problems["ends_on"] = _("结束早于开始。请核对两个日期。")
    if problems:
        raise Refused(fields=problems, code="invalid")


def _clean_values(values: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(values)
    for name in LINE_FIELDS:
        if name in cleaned:
            cleaned[name] = clean(str(cleaned[name] or ""))
    if "summary" in cleaned:
        cleaned["summary"] = clean_lines(str(cleaned["summary"] or ""))
    for name in ("hosts", "organisers", "co_organisers"):
        if name in cleaned:
            cleaned[name] = _names(cleaned[name] or ())
    if "audience" in cleaned:
        cleaned["audience"] = [str(item) for item in cleaned["audience"] or ()]
    return cleaned


def _check_sense(values: dict[str, Any]) -> None:
    """Meaning is judged here, so that page, API, importer and command line cannot disagree."""
    problems: dict[str, str] = {}
    limits = {"name": 120, "place": 120, "address": 200, "link": 500, "entry_note": 120}
    for field, longest in limits.items():
        if len(values.get(field) or "") > longest:
            problems[field] = _("最多 %(count)d 个字，现在有 %(have)d 个。") % {
                "count": longest,
                "have": len(values[field]),
            }
    if not values.get("name"):
        problems["name"] = _("请写活动名称。")
    if values.get("kind") not in Kind.values:
        problems["kind"] = _("请选一个类别。")
    if values.get("mode") not in Mode.values:
        problems["mode"] = _("请选怎么参加。")
    if not set(values.get("audience") or ()) <= set(Audience.values):
        problems["audience"] = _("请从列出的人群里选。")
    problems |= _time_problems(values.get("starts_at"), values.get("ends_at"))
    link = values.get("link") or ""
    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname):
        problems["link"] = _("线上地址要以 https:// 或 http:// 开头。")
    low, high = values.get("age_from"), values.get("age_to")
    if low is not None and high is not None and high < low:
        problems["age_to"] = _("最大年龄小于最小年龄。请核对。")
    if any(age is not None and not 0 <= age <= 120 for age in (low, high)):
        problems["age_from"] = _("年龄写 0 到 120 之间的整数。")
    expected = values.get("expected")
    if expected is not None and not 0 <= expected <= 10_000_000:
        problems["expected"] = _("人数写整数，比如 300。")
    if problems:
        raise Refused(fields=problems, code="invalid")


def _time_problems(starts_at: datetime | None, ends_at: datetime | None) -> dict[str, str]:
    if ends_at is not None and starts_at is None:
        return {"starts_at": _("写了结束，还没有写开始。")}
    if starts_at is None or ends_at is None:
        return {}
    if ends_at <= starts_at:
        return {"ends_at": _("结束早于开始。请核对两个时间。")}
    if ends_at - starts_at > LONGEST:
        return {"ends_at": _("一场活动最长一年。请核对结束日期。")}
    return {}


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
    access.require(actor, "activities.enter_activity", week)
    if not access.may(actor, "activities.run_activities", week) and not actor.has_at(
        unit.pk if unit else None, "liaison"
    ):
        raise Forbidden(_("只能替自己单位填报。"), code="forbidden")
    values = _clean_values(
        {
            "name": name,
            "kind": kind or (series.kind if series else None),
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
            "hosts": list(hosts) or ([unit.name] if unit else []),
            "organisers": organisers,
            "co_organisers": co_organisers,
            "entry_note": entry_note,
            "contact_name": contact_name,
            "contact_phone": contact_phone,
        }
    )
    _check_sense(values)
    with transaction.atomic():
        activity = Activity.objects.create(week=week, **values)
        append(actor, "add_activity", activity)
    return activity


def edit_activity(actor: Actor, activity: Activity, *, seen_version: int | None, **values: Any) -> Activity:
    """Change an activity; what the public already sees changes at once."""
    access.require(actor, "activities.edit_activity", activity)
    if activity.state == ActivityState.CANCELLED:
        raise Refused(_("活动已取消。要改内容，请先恢复发布。"), code="cancelled")
    cleaned = _clean_values(values)
    if "unit" in cleaned and not access.may(actor, "activities.run_activities", activity):
        cleaned.pop("unit")
    fields = {field.name for field in Activity._meta.concrete_fields}
    _check_sense({name: getattr(activity, name) for name in fields} | cleaned)
    if activity.state == ActivityState.PUBLISHED:
        _check_publishable({name: getattr(activity, name) for name in fields} | cleaned)
    with transaction.atomic():
        row = save_changes(actor, activity, verb="edit_activity", seen_version=seen_version, **cleaned)
        touch(row.week_id)
    return row


def _check_publishable(values: dict[str, Any]) -> None:
    problems: dict[str, str] = {}
    if values.get("starts_at") is None:
        problems["starts_at"] = _("发布前请写开始时间。")
    if values.get("mode") != Mode.ONLINE and not (values.get("place") or values.get("address")):
        problems["place"] = _("发布前请写地点，市民好找。")
    if values.get("mode") == Mode.ONLINE and not values.get("link"):
        problems["link"] = _("线上活动发布前请写线上地址。")
    if problems:
        raise Refused(fields=problems, code="incomplete")


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
    )


def return_activity(
    actor: Actor, activity: Activity, *, why: str, seen_version: int | None = None
) -> Activity:
    """Send it back to its unit with the point to correct."""
    return move(
        actor,
        activity,
        ActivityState.RETURNED,
        ACTIVITY_MOVES,
        verb="return_activity",
        why=clean_lines(why),
        seen_version=seen_version,
        state_reason=clean_lines(why),
    )


def publish_activity(actor: Actor, activity: Activity, *, seen_version: int | None = None) -> Activity:
    """Show the activity to the public. It needs a time, and a place or a link."""
    access.require(actor, "activities.run_activities", activity)
    _check_publishable(
        {name: getattr(activity, name) for name in ("starts_at", "mode", "place", "address", "link")}
    )
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
        touch(row.week_id)
        facts.tell(ActivityPublished(row.week_id, row.pk))
    return row


def publish_activities(
    actor: Actor, week: Week, activities: Iterable[Activity]
) -> tuple[list[Activity], list[tuple[Activity, Refused]]]:
    """Publish many: those that can be, and beside each other one why it cannot."""
    access.require(actor, "activities.run_activities", week)
    done: list[Activity] = []
    left: list[tuple[Activity, Refused]] = []
    with transaction.atomic():
        for activity in activities:
            try:
                done.append(publish_activity(actor, activity))
            except Refused as refusal:
                left.append((activity, refusal))
    return done, left


def cancel_activity(
    actor: Actor, activity: Activity, *, why: str, seen_version: int | None = None
) -> Activity:
    """Call a published activity off; it stays visible with the reason."""
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
        touch(row.week_id)
        facts.tell(ActivityCancelled(row.week_id, row.pk))
    return row


def restore_activity(
    actor: Actor, activity: Activity, *, why: str, seen_version: int | None = None
) -> Activity:
    """Take a cancellation back."""
    with transaction.atomic():
        row = move(
            actor,
            activity,
            ActivityState.PUBLISHED,
            ACTIVITY_MOVES,
            verb="restore_activity",
            why=clean_lines(why),
            seen_version=seen_version,
            state_reason="",
        )
        touch(row.week_id)
    return row


def withdraw_activity(
    actor: Actor, activity: Activity, *, why: str, seen_version: int | None = None
) -> Activity:
    """Take a published activity back into the draft; the public no longer sees it."""
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
        touch(row.week_id)
    return row


def copy_series(actor: Actor, week: Week, *, source: Week) -> int:
    """Take last year's lines of the annex along, dates moved with the first day. Returns how many are new.

    Looks over the wall by the crossing `activities.copy_from_last_year`.
    """
    access.require(actor, "activities.run_activities", week)
    if source.region_id != week.region_id:
        raise Refused(_("只能从本地区往年的活动周复制。"))
    count = 0
    with transaction.atomic(), scope.entered(week.region_id, week.pk):
        have = set(Series.objects.values_list("name", flat=True))
        for old in Series.objects.over_the_wall("activities.copy_from_last_year").filter(week=source):
            name = old.name.replace(str(source.starts_on.year), str(week.starts_on.year))
            if name in have:
                continue
            add_series(
                actor,
                week,
                name=name,
                kind=old.kind,
                starts_on=old.starts_on and moved(old.starts_on, source.starts_on, week.starts_on),
                ends_on=old.ends_on and moved(old.ends_on, source.starts_on, week.starts_on),
                runs_all_year=old.runs_all_year,
                place=old.place,
                hosts=old.hosts,
                organisers=old.organisers,
                co_organisers=old.co_organisers,
            )
            count += 1
    return count
