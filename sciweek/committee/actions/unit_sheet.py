"""The list of units in and out as a table. Called by `sheets`, which asks, shows and holds the transaction."""

from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.text import searchable
from sciweek.committee.actions.bulk import Meant, address_invitations
from sciweek.committee.actions.roles import open_role
from sciweek.committee.actions.unit_plan import make_plans
from sciweek.committee.actions.unit_standing import UnitPlan, living_invitations
from sciweek.committee.actions.weeks import take_part
from sciweek.committee.logic.unit_columns import KIND_NAMES
from sciweek.committee.models import Membership, Participation, Unit
from sciweek.committee.states import Role
from sciweek.logbook.actions import append_many, save_changes
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.verdicts import Saved, Verdict
from sciweek.week.actions import touch_region
from sciweek.week.models import Region, Week


def judge_units(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[Verdict]:
    """What each line would do. Call inside the region's scope."""
    return [plan.verdict for plan in make_plans(_region_of(actor), week, lines, tick)]


def save_units(actor: Actor, week: Week | None, lines: Sequence[Line], tick: Tick) -> Saved:
    """Add and change units, prepare invitations, let units take part. Raises `Refused` when a line is wrong."""
    region = _region_of(actor)
    access.require(actor, "committee.run_units", region)
    plans = make_plans(region, week, lines, tick)
    if any(plan.reading.problems for plan in plans):
        raise Refused(_("有的行现在有问题了。请再看一遍。"), code="wrong")
    verdicts = [plan.verdict.outcome for plan in plans]
    _add_units(actor, region, [plan for plan in plans if plan.unit is None])
    _edit_units(actor, plans)
    _bring_people(actor, region, plans)
    if week is not None and any(plan.joins for plan in plans):
        take_part(actor, week, [plan.unit for plan in plans if plan.joins and plan.unit is not None])
    if any(plan.changes for plan in plans):
        touch_region(region.pk)
    return Saved(verdicts.count("new"), verdicts.count("changed"), verdicts.count("same"))


def _region_of(actor: Actor) -> Region:
    if actor.region_id is None:
        raise OutOfSight("region")
    return Region.objects.get(pk=actor.region_id)


def _add_units(actor: Actor, region: Region, plans: Sequence[UnitPlan]) -> None:
    """Level by level, because a parent may stand further down in the file."""
    last = dict(
        Unit.objects.order_by().values_list("kind").annotate(last=Max("position")).values_list("kind", "last")
    )
    # Positions follow the file, not the levels.
    for plan in plans:
        kind = plan.values["kind"]
        plan.values.setdefault("position", (last.get(kind) or 0) + 1)
        last[kind] = max(last.get(kind) or 0, plan.values["position"])
    waiting, coming = list(plans), {plan.key for plan in plans}
    while waiting:
        ready = [plan for plan in waiting if plan.parent not in coming]
        parents = _named([plan.parent for plan in ready if plan.parent])
        units = [_unit(region, plan, parents.get(plan.parent or "")) for plan in ready]
        for plan, unit in zip(ready, Unit.objects.bulk_create(units), strict=True):
            plan.unit = unit
            coming.discard(plan.key)
        append_many(actor, "add_unit", [(unit, {}) for unit in units])
        waiting = [plan for plan in waiting if plan.unit is None]


def _unit(region: Region, plan: UnitPlan, parent: Unit | None) -> Unit:
    values = {"short_name": "", "posts": []} | plan.values
    plan.values, plan.parent = {}, None
    return Unit(region=region, parent=parent, **values)


def _named(keys: Sequence[str]) -> dict[str, Unit]:
    return {searchable(unit.name): unit for unit in Unit.objects.all()} if keys else {}


def _edit_units(actor: Actor, plans: Sequence[UnitPlan]) -> None:
    by_name = _named([plan.parent for plan in plans if plan.parent])
    by_name |= {plan.key: plan.unit for plan in plans if plan.unit is not None}
    for plan in plans:
        values = dict(plan.values)
        if plan.parent is not None:
            values["parent"] = by_name[plan.parent] if plan.parent else None
        unit = plan.unit
        if unit is not None and any(getattr(unit, name) != value for name, value in values.items()):
            plan.unit = save_changes(actor, unit, verb="edit_unit", **values)


def _bring_people(actor: Actor, region: Region, plans: Sequence[UnitPlan]) -> None:
    for plan in plans:
        for person in plan.grants:
            open_role(actor, person, role=Role.LIAISON, unit=plan.unit)
    wishes = [
        Meant(plan.unit, plan.invites.name, plan.invites.phone, plan.invites.email)
        for plan in plans
        if plan.unit is not None and plan.invites
    ]
    if wishes:
        address_invitations(actor, region, wishes)


def unit_rows(*, in_week: bool) -> list[dict[str, Value]]:
    """The living units as rows of their own table, in five queries. Call inside the region's scope."""
    liaisons: dict[int, list[Membership]] = {}
    held = Membership.objects.filter(unit__isnull=False, role=Role.LIAISON, ended_at__isnull=True)
    for membership in held.select_related("person").order_by("id"):
        liaisons.setdefault(membership.unit_id or 0, []).append(membership)
    invited = living_invitations()
    part = set(Participation.objects.values_list("unit_id", flat=True)) if in_week else set()
    rows: list[dict[str, Value]] = []
    for unit in Unit.objects.filter(merged_into__isnull=True).select_related("parent"):
        people = [membership.person for membership in liaisons.get(unit.pk, ())]
        asked = invited.get(unit.pk)
        row: dict[str, Value] = {
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": KIND_NAMES[unit.kind],
            "parent": unit.parent.name if unit.parent else "",
            "posts": "、".join(unit.posts),
            "position": unit.position,
            "liaison": "、".join(person.name for person in people),
            "phone": "、".join(filter(None, (person.phone_shown for person in people))),
            "email": "、".join(filter(None, (person.email for person in people))),
            "login": "、".join(person.login for person in people),
            "code": unit.code,
        }
        if not people and asked is not None:
            row |= {"liaison": asked.for_name, "phone": asked.for_phone, "email": asked.email}
        if in_week:
            row["takes_part"] = unit.pk in part
        rows.append(row)
    return rows
