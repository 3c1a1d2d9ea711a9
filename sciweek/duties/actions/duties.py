"""Duties: what is owed by when, and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.committee.actions import take_part
from sciweek.committee.models import Unit
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.states import DutyKind
from sciweek.logbook.actions import append, once, save_changes
from sciweek.week.actions import moved
from sciweek.week.models import Week

LONGEST = {"what": 300, "short_name": 20, "receiver": 120}


@dataclass(frozen=True, slots=True)
class Addressee:
    """A unit that owes something, and the posts inside it that the notice names."""

    unit: Unit
    posts: Sequence[str] = ()


def _check_duty(values: dict[str, Any]) -> None:
    problems = {
        name: _("最多 %(count)d 个字，现在有 %(have)d 个。") % {"count": most, "have": len(values[name])}
        for name, most in LONGEST.items()
        if len(values.get(name) or "") > most
    }
    if not values.get("what"):
        problems["what"] = _("请写要交什么。")
    for name in ("due_on", "opens_on", "outer_limit"):
        day = values.get(name)
        if day is not None and not clock.is_plausible(day):
            problems[name] = _("没有这样的年份。请写成 2027 这样的四位数。")
    due_on, opens_on, limit = values.get("due_on"), values.get("opens_on"), values.get("outer_limit")
    if due_on is None:
        problems["due_on"] = _("请写哪天之前交。")
    elif problems.keys() & {"due_on", "opens_on", "outer_limit"}:
        pass
    elif opens_on is not None and opens_on > due_on:
        problems["opens_on"] = _("开始收的日子晚于截止。请核对两个日期。")
    elif limit is not None and due_on > limit:
        problems["due_on"] = _("上级要求 %(day)s 之前，本级的期限不能更晚。") % {"day": limit.isoformat()}
    if values.get("kind") not in DutyKind.values:
        problems["kind"] = _("请选要交的是哪一类。")
    if problems:
        raise Refused(fields=problems, code="invalid")


@once
def add_duty(
    actor: Actor,
    week: Week,
    *,
    what: str,
    due_on: date,
    due_time: time | None = None,
    opens_on: date | None = None,
    receiver: str = "",
    outer_limit: date | None = None,
    kind: str = DutyKind.OTHER,
    short_name: str = "",
    note: str = "",
    addressees: Iterable[Addressee] = (),
) -> Duty:
    """Make a duty and one open hand-in for each addressed unit, which thereby takes part in the edition.

    A date without an hour lasts until the next local midnight. Raises `Refused` with field messages.
    """
    access.require(actor, "duties.run_duties", week)
    values: dict[str, Any] = {
        "what": clean(what),
        "short_name": clean(short_name),
        "due_on": due_on,
        "due_time": due_time,
        "opens_on": opens_on,
        "receiver": clean(receiver),
        "outer_limit": outer_limit,
        "kind": kind,
        "note": clean_lines(note),
    }
    _check_duty(values)
    with transaction.atomic():
        _require_free(values["what"], due_on)
        duty = Duty.objects.create(week=week, position=Duty.objects.count() + 1, **values)
        append(actor, "add_duty", duty)
        address_duty(actor, duty, addressees)
    return duty


def _require_free(what: str, due_on: date, *, besides: int = 0) -> None:
    if Duty.objects.filter(what=what, due_on=due_on).exclude(pk=besides).exists():
        raise Refused(fields={"what": _("同一天已经有这一件。")}, code="taken")


def address_duty(actor: Actor, duty: Duty, addressees: Iterable[Addressee]) -> list[HandIn]:
    """Add units that owe the duty; a unit that owes it already is left as it is."""
    access.require(actor, "duties.run_duties", duty)
    with transaction.atomic():
        have = set(duty.hand_ins.values_list("unit_id", flat=True))
        fresh = {a.unit.pk: a for a in addressees if a.unit.pk not in have}
        take_part(actor, duty.week, [a.unit for a in fresh.values()])
        rows = HandIn.objects.bulk_create(
            HandIn(week=duty.week, duty=duty, unit=a.unit, posts=[clean(post) for post in a.posts])
            for a in fresh.values()
        )
        if rows:
            names = "、".join(row.unit.name for row in rows)
            append(actor, "address_duty", duty, changes={"units": ("", names)})
    return rows


def edit_duty(actor: Actor, duty: Duty, *, seen_version: int | None, **values: Any) -> Duty:
    """Change what, by when or to whom."""
    access.require(actor, "duties.run_duties", duty)
    cleaned = {key: clean(value) if isinstance(value, str) else value for key, value in values.items()}
    if "note" in cleaned:
        cleaned["note"] = clean_lines(values["note"])
    fields = ("what", "due_on", "opens_on", "outer_limit", "kind")
    wanted = {name: getattr(duty, name) for name in fields} | cleaned
    _check_duty(wanted)
    with transaction.atomic():
        _require_free(wanted["what"], wanted["due_on"], besides=duty.pk)
        return save_changes(actor, duty, verb="edit_duty", seen_version=seen_version, **cleaned)


def copy_duties(actor: Actor, week: Week, *, source: Week) -> int:
    """Take last year's duties and their addressees along, dates moved with the first day.

    A unit that has been merged since is followed to its successor. Looks over the wall by the crossing `duties.copy_from_last_year`. Returns how many are new.
    """
    access.require(actor, "duties.run_duties", week)
    if source.region_id != week.region_id:
        raise Refused(_("只能从本地区往年的活动周复制。"))
    count = 0
    with transaction.atomic(), scope.entered(week.region_id, week.pk):
        have = set(Duty.objects.values_list("what", flat=True))
        owed: dict[int, list[Addressee]] = {}
        units = {unit.pk: unit for unit in Unit.objects.all()}
        for row in HandIn.objects.over_the_wall("duties.copy_from_last_year").filter(week=source):
            unit = units[row.unit_id]
            owed.setdefault(row.duty_id, []).append(
                Addressee(units[unit.merged_into_id or unit.pk], row.posts)
            )
        for old in Duty.objects.over_the_wall("duties.copy_from_last_year").filter(week=source):
            what = old.what.replace(str(source.starts_on.year), str(week.starts_on.year))
            if what in have:
                continue
            add_duty(
                actor,
                week,
                what=what,
                due_on=moved(old.due_on, source.starts_on, week.starts_on),
                due_time=old.due_time,
                opens_on=old.opens_on and moved(old.opens_on, source.starts_on, week.starts_on),
                receiver=old.receiver,
                kind=old.kind,
                short_name=old.short_name,
                note=old.note,
                addressees=owed.get(old.pk, ()),
            )
            count += 1
    return count
