from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.committee.models import Invitation, Membership, Unit
from sciweek.committee.states import UnitKind
from sciweek.logbook.actions import append, locked_row, once, save_changes
from sciweek.week.actions import touch_region
from sciweek.week.models import Region

DEEPEST = 20  # levels of the tree: more is a mistake


@once
def add_unit(
    actor: Actor,
    region: Region,
    *,
    name: str,
    kind: str,
    short_name: str = "",
    parent: Unit | None = None,
    posts: Iterable[str] = (),
    position: int | None = None,
) -> Unit:
    """Add a unit to the region's tree; without a position it goes to the end of its kind.

    Raises `Refused` with field messages.
    """
    access.require(actor, "committee.run_units", region)
    with transaction.atomic():
        values = _checked(region.pk, name=name, short_name=short_name, kind=kind, parent=parent, posts=posts)
        if position is None:
            last = Unit.objects.filter(kind=kind).aggregate(last=Max("position"))["last"]
            position = (last or 0) + 1
        unit = Unit.objects.create(region=region, position=position, **values)
        append(actor, "add_unit", unit)
    return unit


def edit_unit(
    actor: Actor,
    unit: Unit,
    *,
    name: str,
    kind: str,
    short_name: str = "",
    parent: Unit | None = None,
    posts: Iterable[str] = (),
    position: int | None = None,
    seen_version: int | None = None,
) -> Unit:
    """Change a unit. Editions that are already running keep the name that they were started with."""
    access.require(actor, "committee.run_units", unit)
    with transaction.atomic():
        values = _checked(
            unit.region_id, name=name, short_name=short_name, kind=kind, parent=parent, posts=posts, unit=unit
        )
        if position is not None:
            values["position"] = position
        changed = save_changes(actor, unit, verb="edit_unit", seen_version=seen_version, **values)
        touch_region(changed.region_id)
    return changed


def merge_unit(actor: Actor, unit: Unit, *, into: Unit) -> Unit:
    """Close a unit in favour of its successor, which takes over its people and what hangs below it.

    Past editions stay as they were: the successor's people also see what the old unit did.
    """
    access.require(actor, "committee.run_units", unit)
    access.require(actor, "committee.run_units", into)
    with transaction.atomic():
        # In the order of their ids, so that two mergers the other way round do not wait for each other.
        rows = {one.pk: locked_row(one) for one in sorted((unit, into), key=lambda one: one.pk)}
        locked, into = rows[unit.pk], rows[into.pk]
        if locked.merged_into_id is not None:
            raise Refused(_("这个单位已经并入别的单位。"), code="merged")
        if into.pk == unit.pk or into.merged_into_id is not None:
            raise Refused(fields={"into": _("请选一个仍在运行的其他单位。")}, code="invalid")
        if unit.pk in _ancestors(into):
            # The successor was below the unit that goes: it steps up into its place.
            save_changes(actor, _child_towards(unit, into), verb="edit_unit", parent=locked.parent)
        for child in Unit.objects.filter(parent=unit).exclude(pk=into.pk):
            save_changes(actor, child, verb="edit_unit", parent=into)
        _move_people(actor, locked, into)
        Invitation.objects.filter(unit=unit, revoked_at__isnull=True).update(revoked_at=clock.now())
        Unit.objects.filter(merged_into=unit).update(merged_into=into)
        merged = save_changes(actor, locked, verb="merge_unit", merged_into=into, parent=None)
        touch_region(merged.region_id)
        return merged


def _move_people(actor: Actor, unit: Unit, into: Unit) -> None:
    held = set(Membership.objects.filter(unit=into, ended_at__isnull=True).values_list("person_id", "role"))
    for membership in Membership.objects.filter(unit=unit, ended_at__isnull=True):
        membership.ended_at = clock.now()
        membership.save(update_fields=["ended_at"])
        if (membership.person_id, membership.role) not in held:
            Membership.objects.create(
                region_id=unit.region_id, unit=into, person_id=membership.person_id, role=membership.role
            )
        append(actor, "move_role", membership)


def _checked(
    region_id: int,
    *,
    name: str,
    short_name: str,
    kind: str,
    parent: Unit | None,
    posts: Iterable[str],
    unit: Unit | None = None,
) -> dict[str, Any]:
    # Two who name a unit alike, or hang two units below each other, wait for each other, so that the second is told.
    Region.objects.select_for_update(no_key=True).get(pk=region_id)
    name, short_name = clean(name), clean(short_name)
    problems = word_problems(name=name, short_name=short_name, kind=kind)
    if "name" not in problems and Unit.objects.filter(name=name).exclude(pk=unit.pk if unit else 0).exists():
        problems["name"] = _("已经有同名的单位。可以直接用它，或者把名称写得更全。")
    if parent is not None:
        above = _ancestors(parent)
        if unit is not None and (parent.pk == unit.pk or unit.pk in above):
            problems["parent"] = _("上级单位不能是它自己或它的下级。")
        elif parent.merged_into_id is not None:
            problems["parent"] = _("这个上级单位已经并入别的单位，请选新的。")
        elif len(above) >= DEEPEST:
            problems["parent"] = _("层级太深了，请选高一些的上级单位。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    return {
        "name": name,
        "short_name": short_name,
        "kind": kind,
        "parent": parent,
        "posts": clean_posts(posts),
    }


def word_problems(*, name: str, short_name: str, kind: str) -> dict[str, str]:
    """What is wrong with a unit's words as such, by field."""
    problems: dict[str, str] = {}
    if not name:
        problems["name"] = _("请写单位全称。")
    elif len(name) > 120:
        problems["name"] = _("单位全称请不超过 120 个字。")
    if len(short_name) > 60:
        problems["short_name"] = _("简称请不超过 60 个字。")
    if kind not in UnitKind.values:
        problems["kind"] = _("请选单位类别。")
    return problems


def clean_posts(posts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (clean(post)[:40] for post in posts))))


def _parents() -> dict[int, int | None]:
    """The region's tree in one query: unit → parent."""
    return dict(Unit.objects.values_list("pk", "parent_id"))


def _ancestors(unit: Unit) -> set[int]:
    """The ids above the unit; a circle, which must not be, ends the walk."""
    parents, above, here = _parents(), set[int](), unit.parent_id
    while here is not None and here not in above:
        above.add(here)
        here = parents.get(here)
    return above


def _child_towards(unit: Unit, below: Unit) -> Unit:
    """The child of `unit` under which `below` hangs, or `below` itself."""
    child = below
    while child.parent is not None and child.parent_id != unit.pk:
        child = child.parent
    return child
