"""The lines of the annex."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.activities.actions.sense import check_days, names
from sciweek.activities.models import Series
from sciweek.activities.states import Kind
from sciweek.base import access, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.logbook.actions import append, once, save_changes
from sciweek.week.actions import moved, touch
from sciweek.week.models import Week

LONGEST = 200  # signs of name and place
LISTS = ("hosts", "organisers", "co_organisers")


@once
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
    check_days(starts_on, ends_on)
    with transaction.atomic():
        if Series.objects.filter(name=name).exists():
            raise Refused(fields={"name": _("已经有同名的系列活动。")}, code="taken")
        last = Series.objects.aggregate(last=Max("position"))["last"] or 0
        row = Series.objects.create(
            week=week,
            position=last + 1,
            name=name[:LONGEST],
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on if starts_on else None,
            runs_all_year=runs_all_year,
            place=clean(place)[:LONGEST],
            hosts=names(hosts),
            organisers=names(organisers),
            co_organisers=names(co_organisers),
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
    cleaned |= {name: names(cleaned[name]) for name in LISTS if name in cleaned}
    problems = {
        name: _("最多 %(count)d 个字，现在有 %(have)d 个。") % {"count": LONGEST, "have": len(cleaned[name])}
        for name in ("name", "place")
        if len(cleaned.get(name, "")) > LONGEST
    }
    if problems:
        raise Refused(fields=problems, code="invalid")
    if "name" in cleaned and not cleaned["name"]:
        raise Refused(fields={"name": _("请写系列活动的名称。")})
    if cleaned.get("kind", series.kind) not in Kind.values:
        raise Refused(fields={"kind": _("请选一个类别。")})
    check_days(cleaned.get("starts_on", series.starts_on), cleaned.get("ends_on", series.ends_on))
    with transaction.atomic():
        if Series.objects.filter(name=cleaned.get("name", series.name)).exclude(pk=series.pk).exists():
            raise Refused(fields={"name": _("已经有同名的系列活动。")}, code="taken")
        row = save_changes(actor, series, verb="edit_series", seen_version=seen_version, **cleaned)
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
