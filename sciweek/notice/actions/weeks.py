"""From plan to week: one press, one transaction, one week."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.actions import add_series, copy_series
from sciweek.activities.models import Series
from sciweek.base import access, facts, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.committee.actions import (
    ContactLine,
    add_unit,
    copy_committee,
    set_bodies,
    set_contacts,
    take_part,
)
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.duties.actions import Addressee, add_duty, address_duty, copy_duties, edit_duty
from sciweek.duties.models import Duty
from sciweek.logbook.actions import locked_row, move, once
from sciweek.notice.events import WeekMadeFromNotice
from sciweek.notice.logic.plan import DutyPlan, Plan, SeriesPlan, WhoPlan
from sciweek.notice.models import Notice
from sciweek.notice.states import NOTICE_MOVES, NoticeState
from sciweek.week.actions import create_week, edit_week, set_basis, set_directions
from sciweek.week.models import Week
from sciweek.week.states import WeekState

MOST_CHOICES = 5000


def keep_plan(actor: Actor, notice: Notice, choices: Mapping[str, Sequence[str]]) -> None:
    """Keep the choices of the plan page as they stand, so that one can leave. No log: nothing was decided."""
    access.require(actor, "notice.run_notices", notice)
    if len(choices) > MOST_CHOICES:
        raise Refused(_("内容太多，没有存下。"), code="too_large")
    kept = {name: list(values) for name, values in choices.items()}
    Notice.objects.filter(pk=notice.pk, state=NoticeState.REVIEW).update(plan=kept)


@once
def create_week_from_notice(actor: Actor, notice: Notice, *, plan: Plan) -> Week:
    """Carry the plan out: the edition (or the filling of one), its directions, series, bodies, contacts, duties.

    All or nothing. Pressed twice, from two tabs or by two people, it answers with the one week that was made.
    Raises `Refused` whose fields are named as on the plan page (`week-title`, `d12-due_on`, `g1a2b3c4d-units`).
    """
    access.require(actor, "notice.run_notices", notice)
    with transaction.atomic():
        locked = locked_row(notice)
        if locked.state == NoticeState.USED:
            return Week.objects.get(pk=locked.week_id or 0)
        _check_who(plan)
        with _named("week"):
            week = _filled(actor, locked, plan) if plan.target else _made(actor, locked, plan)
        inner = actor.in_week(week.pk)
        with scope.entered(week.region_id, week.pk):
            _lists(inner, week, plan)
            by_key = _units(inner, week, plan)
            _series(inner, week, plan.series)
            _duties(inner, week, plan, by_key)
        move(
            actor,
            locked,
            NoticeState.USED,
            NOTICE_MOVES,
            verb="create_week_from_notice",
            week_id=week.pk,
            is_public=plan.is_public,
        )
        facts.tell(WeekMadeFromNotice(week.region_id, week.pk, locked.pk))
    return week


@once
def copy_week(
    actor: Actor, source: Week, *, title: str, starts_on: date, ends_on: date, theme: str = ""
) -> Week:
    """Start an edition from an earlier one of the region: series, duties with their addressees, bodies; dates moved.

    Contacts are not taken along: people change, and a wrong number is worse than none.
    """
    access.require(actor, "week.run", source)
    with transaction.atomic():
        week = create_week(
            actor,
            source.region,
            title=title,
            starts_on=starts_on,
            ends_on=ends_on,
            theme=theme,
            level=source.level,
            parent_body=source.parent_body,
            office_name=source.office_name,
        )
        inner = actor.in_week(week.pk)
        with scope.entered(week.region_id, week.pk):
            copy_committee(inner, week, source=source)
            copy_series(inner, week, source=source)
            copy_duties(inner, week, source=source)
    return week


@contextmanager
def _named(prefix: str) -> Iterator[None]:
    """Let the fields of a refusal name the form that they belong to."""
    try:
        yield
    except Refused as refusal:
        refusal.fields = {f"{prefix}-{name}": text for name, text in refusal.fields.items()}
        raise


def _check_who(plan: Plan) -> None:
    """有关 and 相关 are never guessed: every group that a duty rests on is picked, or put off in so many words."""
    wanted = {key for duty in plan.duties for key in duty.who}
    problems = {
        f"{who.key}-units": _("请选出“%(phrase)s”是哪些单位，或者勾“以后再定”。") % {"phrase": who.phrase}
        for who in plan.who
        if who.key in wanted and not (who.units or who.new_names or who.later)
    }
    if problems:
        raise Refused(_("还有对象没有选定。"), fields=problems, code="must_pick")


def _made(actor: Actor, notice: Notice, plan: Plan) -> Week:
    values = plan.week
    return create_week(
        actor,
        notice.region,
        title=values.title,
        starts_on=values.starts_on,
        ends_on=values.ends_on,
        theme=values.theme,
        level=values.level,
        parent_body=values.parent_body,
        office_name=values.office_name,
        directions=plan.directions,
        basis=plan.basis,
    )


def _filled(actor: Actor, notice: Notice, plan: Plan) -> Week:
    """An edition that exists already takes what the paper says; what the paper leaves out stays."""
    week = (
        Week.objects.select_for_update(of=("self",)).filter(pk=plan.target or 0, region=notice.region).first()
    )
    if week is None or week.state == WeekState.ARCHIVED:
        raise Refused(fields={"target": _("这一届现在不能补进。请另选一届，或新建。")}, code="no_target")
    values: dict[str, Any] = {
        name: value
        for name in ("title", "starts_on", "ends_on", "theme", "level", "parent_body", "office_name")
        if (value := getattr(plan.week, name))
    }
    week = edit_week(actor, week, seen_version=None, **values)
    with scope.entered(week.region_id, week.pk):
        inner = actor.in_week(week.pk)
        if plan.directions:
            set_directions(inner, week, plan.directions)
        if plan.basis:
            set_basis(inner, week, plan.basis)
    return week


def _lists(actor: Actor, week: Week, plan: Plan) -> None:
    if plan.bodies:
        with _named("week"):
            set_bodies(actor, week, plan.bodies)
    if plan.contacts:
        lines = [
            ContactLine(one.office, one.person, one.phone, one.email, one.is_public) for one in plan.contacts
        ]
        set_contacts(actor, week, lines)


def _units(actor: Actor, week: Week, plan: Plan) -> dict[str, list[Unit]]:
    """Add the new units and hand out those of each group; all of them take part in the edition."""
    known = {unit.pk: unit for unit in units()}
    by_name = {unit.name: unit for unit in known.values()}
    for one in plan.units:
        if clean(one.name) not in by_name:
            with _named(one.key):
                unit = add_unit(actor, week.region, name=one.name, kind=one.kind)
            by_name[unit.name] = known[unit.pk] = unit
    found: dict[str, list[Unit]] = {}
    for who in plan.who:
        found[who.key] = [known[pk] for pk in who.units if pk in known]
        found[who.key] += [_new_unit(actor, week, who, name, by_name) for name in who.new_names]
    take_part(actor, week, [unit for group in found.values() for unit in group])
    return found


def _new_unit(actor: Actor, week: Week, who: WhoPlan, name: str, by_name: dict[str, Unit]) -> Unit:
    if clean(name) not in by_name:
        with _named(who.key):
            unit = add_unit(actor, week.region, name=name, kind=who.kind, posts=who.posts)
        by_name[unit.name] = unit
    return by_name[clean(name)]


def _series(actor: Actor, week: Week, plans: Sequence[SeriesPlan]) -> None:
    have = set(Series.objects.values_list("name", flat=True))
    for one in plans:
        if clean(one.name) in have:
            continue
        with _named(one.key):
            row = add_series(
                actor,
                week,
                name=one.name,
                kind=one.kind,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                runs_all_year=one.runs_all_year,
                place=one.place,
                hosts=one.hosts,
                organisers=one.organisers,
                co_organisers=one.co_organisers,
            )
        have.add(row.name)


def _duties(actor: Actor, week: Week, plan: Plan, by_key: Mapping[str, Sequence[Unit]]) -> None:
    posts = {who.key: who.posts for who in plan.who}
    for one in plan.duties:
        owed: dict[int, Addressee] = {}
        for key in one.who:
            for unit in by_key.get(key, ()):
                before = owed.get(unit.pk)
                named = tuple(dict.fromkeys((*(before.posts if before else ()), *posts.get(key, ()))))
                owed[unit.pk] = Addressee(unit, named)
        with _named(one.key):
            _duty(actor, week, one, list(owed.values()))


def _duty(actor: Actor, week: Week, one: DutyPlan, owed: Sequence[Addressee]) -> None:
    """A new duty, or the date of one that the week has from the higher body's paper; nothing twice."""
    if one.due_on is None:
        raise Refused(fields={"due_on": _("请写哪天之前交，或者不选这一件。")}, code="invalid")
    have = Duty.objects.filter(pk=one.replaces).first() if one.replaces else None
    have = have or Duty.objects.filter(what=clean(one.what), due_on=one.due_on).first()
    values: dict[str, Any] = {
        "what": one.what,
        "due_on": one.due_on,
        "due_time": one.due_time,
        "opens_on": one.opens_on,
        "receiver": one.receiver,
        "kind": one.kind,
        "short_name": one.short_name,
    }
    if have is None:
        add_duty(actor, week, outer_limit=one.outer_limit, addressees=owed, **values)
        return
    if one.outer_limit is not None:
        values["outer_limit"] = one.outer_limit
    have = edit_duty(actor, have, seen_version=None, **values)
    address_duty(actor, have, owed)
