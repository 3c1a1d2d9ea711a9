"""What hosts offer, and when it can be had."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.committee.models import Unit
from sciweek.committee.states import UnitKind
from sciweek.logbook.actions import append, locked_row, once, save_changes
from sciweek.outreach.actions.sense import MOST_VISITS, day_hours, outing_values
from sciweek.outreach.actions.turns import one_at_a_time
from sciweek.outreach.models import Outing, OutingDay, Reach, Visit
from sciweek.venues.models import living
from sciweek.week.models import Week

MOST_DAYS = 370


@once
def add_outing(
    actor: Actor, week: Week, /, *, unit: Unit | None, reach: Iterable[Unit] = (), **given: Any
) -> Outing:
    """Offer something that goes out; its days follow (`add_days`). No `reach`: it goes everywhere."""
    access.require(actor, "outreach.run_outing", week)
    if unit is None:
        raise Refused(fields={"unit": _("请选承办单位。")}, code="invalid")
    if not access.may(actor, "outreach.run_outing", Outing(week=week, unit=unit)):
        raise Refused(fields={"unit": _("只能为自己的单位写。")}, code="forbidden")
    values = outing_values({"title": "", "kind": "", "length_minutes": None} | given)
    streets = _streets(reach)
    _check_activity(values.get("activity"), unit)
    with transaction.atomic():
        _check_title(week, unit, values["title"])
        outing = Outing.objects.create(week=week, unit=unit, **values)
        Reach.objects.bulk_create(Reach(week=week, outing=outing, street=street) for street in streets)
        append(actor, "add_outing", outing)
    return outing


def edit_outing(
    actor: Actor,
    outing: Outing,
    *,
    seen_version: int | None = None,
    reach: Iterable[Unit] | None = None,
    **given: Any,
) -> Outing:
    """Change what is given of an outing; what is left out stays. Visits that were assigned stay as they are."""
    access.require(actor, "outreach.run_outing", outing)
    values = outing_values(given)
    _check_activity(values.get("activity"), outing.unit)
    with transaction.atomic():
        if values.get("title", outing.title) != outing.title:
            _check_title(outing.week, outing.unit, values["title"], outing)
        saved = save_changes(actor, outing, verb="edit_outing", seen_version=seen_version, **values)
        if reach is not None:
            _save_reach(actor, saved, _streets(reach))
    return saved


def _save_reach(actor: Actor, outing: Outing, streets: list[Unit]) -> None:
    rows = list(Reach.objects.filter(outing=outing).select_related("street__merged_into"))
    before = {street.pk: street for row in rows if (street := living(row.street)) is not None}
    after = {street.pk: street for street in streets}
    if before.keys() == after.keys():
        return
    Reach.objects.filter(outing=outing).delete()
    Reach.objects.bulk_create(Reach(week=outing.week, outing=outing, street=street) for street in streets)
    names = [sorted(street.label for street in side.values()) for side in (before, after)]
    append(actor, "edit_outing", outing, changes={"reach": (names[0], names[1])})


def _streets(given: Iterable[Unit]) -> list[Unit]:
    found = {street.pk: street for one in given if (street := living(one)) is not None}
    if any(street.kind != UnitKind.STREET for street in found.values()):
        raise Refused(fields={"reach": _("请选街道或乡镇。")}, code="invalid")
    return list(found.values())


def _check_title(week: Week, unit: Unit, title: str, outing: Outing | None = None) -> None:
    same = Outing.objects.filter(week=week, unit=unit, title=title)
    if outing is not None:
        same = same.exclude(pk=outing.pk)
    if same.exists():
        raise Refused(fields={"title": _("这个单位已经有同名的项目。")}, code="taken")


def _check_activity(activity: Any, unit: Unit) -> None:
    """Its sessions are made with the office's hand: only of an activity of the same unit."""
    if activity is not None and activity.unit_id != unit.pk:
        raise Refused(fields={"activity": _("请选承办单位自己的活动。")}, code="invalid")


def retire_outing(actor: Actor, outing: Outing, *, seen_version: int | None = None) -> Outing:
    """No longer offered; what was assigned stays."""
    access.require(actor, "outreach.run_outing", outing)
    return save_changes(actor, outing, verb="retire_outing", seen_version=seen_version, is_active=False)


def take_back_outing(actor: Actor, outing: Outing, *, seen_version: int | None = None) -> Outing:
    """Offered again."""
    access.require(actor, "outreach.run_outing", outing)
    return save_changes(actor, outing, verb="take_back_outing", seen_version=seen_version, is_active=True)


def renew_links(actor: Actor, outing: Outing) -> Outing:
    """Make every driver's link that was given out worthless; new ones are shown on the pages of the trips."""
    access.require(actor, "outreach.run_outing", outing)
    with transaction.atomic():
        locked = locked_row(outing)
        return save_changes(actor, locked, verb="renew_links", link_turn=locked.link_turn + 1)


def add_days(
    actor: Actor,
    outing: Outing,
    *,
    days: Iterable[date],
    part: str,
    start_time: time | None = None,
    end_time: time | None = None,
    visits: int = 1,
) -> list[OutingDay]:
    """Offer the outing on these days; what is offered already takes on the number of visits."""
    access.require(actor, "outreach.run_outing", outing)
    wanted = sorted(set(days))
    problems: dict[str, str] = {}
    if not wanted:
        problems["first_day"] = _("请写日期。")
    elif not all(clock.is_plausible(day) for day in wanted):
        problems["first_day"] = _("没有这样的年份。请写成 2027 这样的四位数。")
    elif len(wanted) > MOST_DAYS:
        problems["last_day"] = _("一次最多加 %(most)d 天。") % {"most": MOST_DAYS}
    if visits is None or not 0 < visits <= MOST_VISITS:
        problems["visits"] = _("写 %(least)d 到 %(most)d 之间的整数。") % {"least": 1, "most": MOST_VISITS}
    if problems:
        raise Refused(fields=problems, code="invalid")
    starts, ends = day_hours(part, start_time, end_time)
    with transaction.atomic():
        one_at_a_time(outing.week)
        locked_row(outing)
        there = {
            row.day: row for row in OutingDay.objects.filter(outing=outing, start_time=starts, end_time=ends)
        }
        found = []
        for day in wanted:
            row = there.get(day)
            if row is None:
                row = OutingDay.objects.create(
                    week=outing.week,
                    outing=outing,
                    day=day,
                    part=part,
                    start_time=starts,
                    end_time=ends,
                    visits=visits,
                )
                append(actor, "add_outing_day", row, changes={"visits": (None, visits)})
            elif row.visits != visits:
                if Visit.objects.filter(day=row).count() > visits:
                    text = _("已经安排的次数比这个多。请先改期或者取消安排。")
                    raise Refused(fields={"visits": text}, code="taken")
                append(actor, "edit_outing_day", row, changes={"visits": (row.visits, visits)})
                row.visits = visits
                row.save(update_fields=["visits"])
            found.append(row)
    return found


def drop_day(actor: Actor, row: OutingDay) -> None:
    """The outing cannot be had then after all. Refused while somebody is to be visited."""
    access.require(actor, "outreach.run_outing", row.outing)
    with transaction.atomic():
        one_at_a_time(row.week)
        locked_row(row.outing)
        found = OutingDay.objects.filter(pk=row.pk).first()
        if found is None:
            raise OutOfSight("outing day")
        if Visit.objects.filter(day=found).exists():
            raise Refused(_("这段时间已经有安排，不能去掉。请先改期或者取消安排。"), code="taken")
        append(actor, "drop_outing_day", found)
        found.delete()
