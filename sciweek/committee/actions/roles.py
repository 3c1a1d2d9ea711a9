from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.committee.models import Membership, Unit
from sciweek.committee.queries import memberships_of_person
from sciweek.committee.states import REGION_ROLES, UNIT_ROLES, Role
from sciweek.logbook.actions import append
from sciweek.people.actions import erase_person
from sciweek.people.events import ErasingPerson
from sciweek.people.models import Person
from sciweek.week.models import Region


def grant_role(actor: Actor, person: Person, *, role: str, unit: Unit | None = None) -> Membership:
    """Give a person a role over the actor's region, or at one unit; a role that is held already is answered."""
    _require_here(actor)
    access.require(actor, "committee.run_units", unit)
    return open_role(actor, person, role=role, unit=unit)


def _require_here(actor: Actor) -> None:
    """A role over the region is given in the actor's own region, whatever scope the caller stands in."""
    if actor.region_id != scope.scope_id(Membership):
        raise OutOfSight("region")


def open_role(actor: Actor, person: Person, *, role: str, unit: Unit | None) -> Membership:
    """`grant_role` without its permission, for an invitation that gave it. Call inside the region's scope."""
    check_role(role, unit)
    region_id = scope.scope_id(Membership)
    if not person.is_active:
        raise Refused(_("这个账号已经停用，不能再给它权限。"), code="inactive")
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # two grants of one role wait for each other
        open_now = Membership.objects.filter(person=person, role=role, unit=unit, ended_at__isnull=True)
        held = open_now.first()
        if held is not None:
            return held
        membership = Membership.objects.create(region_id=region_id, person=person, role=role, unit=unit)
        append(actor, "grant_role", membership)
    return membership


def check_role(role: str, unit: Unit | None, *, any_unit: bool = False) -> None:
    """Raise `Refused` unless role and unit fit; `any_unit` leaves the unit open for later."""
    if role in UNIT_ROLES:
        if unit is None and not any_unit:
            raise Refused(fields={"unit": _("请选这个人在哪个单位。")}, code="invalid")
        if unit is not None and unit.merged_into_id is not None:
            raise Refused(fields={"unit": _("这个单位已经并入别的单位，请选新的。")}, code="merged")
    elif role in REGION_ROLES:
        if unit is not None:
            raise Refused(fields={"role": _("这个权限管全区，不属于某一个单位。")}, code="invalid")
    else:
        raise Refused(fields={"role": _("请选一种角色。")}, code="invalid")


def end_role(actor: Actor, membership: Membership) -> Membership:
    """Close a role; what the person did stays. A region keeps at least one person in its office."""
    access.require(actor, "committee.run_units", membership)
    with transaction.atomic():
        if membership.role == Role.OFFICE:
            _hold_office(membership.region_id)
        open_now = Membership.objects.select_for_update().filter(ended_at__isnull=True)
        locked = open_now.filter(pk=membership.pk).first()
        if locked is None:
            return membership
        if locked.role == Role.OFFICE and open_now.filter(role=Role.OFFICE).count() == 1:
            raise Refused(_("办公室至少留一个人。请先请别人加入，再结束这一位。"), code="last_office")
        locked.ended_at = clock.now()
        locked.save(update_fields=["ended_at"])
        append(actor, "end_role", locked)
    return locked


def _hold_office(region_id: int) -> None:
    """Two who leave the office at the same moment wait for each other, so that one stays."""
    Region.objects.select_for_update(no_key=True).get(pk=region_id)


def open_way_back(actor: Actor, membership: Membership) -> Person:
    """Let the office hand a unit's person a link to a new password; returns the person.

    Not for people who hold more: roles over a region, or roles elsewhere, would be taken over with the account.
    """
    access.require(actor, "committee.run_units", membership)
    person = membership.person
    held = memberships_of_person(person.pk)
    if held.exclude(region_id=membership.region_id).exists() or held.filter(unit__isnull=True).exists():
        raise Refused(
            _("这个人还管全区或别的地区，不能由办公室代为重设。请他用邮箱重设，或由管理员在服务器上重设。"),
            code="holds_more",
        )
    append(actor, "open_way_back", person)
    return person


def end_all_roles(actor: Actor, person_id: int) -> None:
    """Close every role of a person who has been erased. Safe to repeat."""
    for membership in memberships_of_person(person_id):
        with scope.entered(membership.region_id), transaction.atomic():
            membership.ended_at = clock.now()
            membership.save(update_fields=["ended_at"])
            append(actor, "end_role", membership)


def sole_office_objection(gate: ErasingPerson) -> list[str]:
    """A region keeps at least one person in its office. Asked inside the transaction that erases."""
    for own in memberships_of_person(gate.person_id).filter(role=Role.OFFICE):
        _hold_office(own.region_id)
        with scope.entered(own.region_id):
            others = Membership.objects.filter(role=Role.OFFICE, ended_at__isnull=True).exclude(pk=own.pk)
            if not others.exists():
                return [_("办公室至少留一个人。请先请别人加入，再删除这个账号")]
    return []


def erase_member(actor: Actor, person: Person) -> Person:
    """End all roles of a person who asks to be forgotten and empty the account.

    The office does it for somebody who serves its region alone; accounts of several regions are erased by
    themselves or on the server.
    """
    _require_here(actor)
    access.require(actor, "committee.run_units")
    regions = set(memberships_of_person(person.pk).values_list("region_id", flat=True))
    # A person who held a role here before may be erased too; a stranger is out of sight.
    if not Membership.objects.filter(person=person).exists():
        raise OutOfSight("person")
    if regions - {actor.region_id}:
        raise Refused(_("这个人还在别的地区任职，请让本人来删除。"), code="elsewhere")
    with transaction.atomic():
        for membership in Membership.objects.filter(person=person, ended_at__isnull=True):
            end_role(actor, membership)
        # The permission was judged here, where regions are known; the log still names the actor.
        return erase_person(replace(actor, roles=actor.roles | {"system"}), person)
