from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.promotion.models import Deliverable, Service
from sciweek.week.models import Week

READERS = (Role.OFFICE, Role.PUBLICITY, Role.AUDITOR)
# Who runs the services of the unit that bought them.
BUYERS = (Role.LIAISON, Role.UNIT_PUBLICITY)


def _same_week(actor: Actor, thing: Any) -> bool:
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


def _unit_of(thing: Any) -> int | None:
    if isinstance(thing, Deliverable):
        return thing.service.unit_id
    return thing.unit_id if isinstance(thing, Service) else None


@permission("promotion.see_services", _("看宣传服务"))
def sees_services(actor: Actor, thing: Any) -> bool:
    """Region roles see all; of a unit, its liaison and publicity person see what the unit bought."""
    if not _same_week(actor, thing):
        return False
    if actor.has(*READERS):
        return True
    if isinstance(thing, Service | Deliverable):
        return actor.has_at(_unit_of(thing), *BUYERS)
    return bool(actor.units_with(*BUYERS))


@permission("promotion.add_service", _("登记宣传服务"), sees="promotion.see_services")
def adds_service(actor: Actor, thing: Any) -> bool:
    return _same_week(actor, thing) and actor.has(Role.OFFICE, Role.PUBLICITY)


@permission("promotion.run_service", _("管理这项宣传服务"), sees="promotion.see_services")
def runs_service(actor: Actor, thing: Any) -> bool:
    """Office and publicity run any; the unit that bought one runs its own."""
    if not _same_week(actor, thing):
        return False
    return actor.has(Role.OFFICE, Role.PUBLICITY) or actor.has_at(_unit_of(thing), *BUYERS)


@permission("promotion.accept_service", _("记录验收"), sees="promotion.see_services")
def accepts_service(actor: Actor, thing: Any) -> bool:
    """Who runs it from day to day does not say alone that it is done: the office records that."""
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


@permission("promotion.remind_buyers", _("提醒逾期的宣传服务"), sees="promotion.see_services")
def reminds_buyers(actor: Actor, thing: Any) -> bool:
    """Messages are the office's."""
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


def visible_services(actor: Actor) -> QuerySet[Service]:
    """`promotion.see_services` in set form."""
    if actor.has(*READERS):
        return Service.objects.all()
    return Service.objects.filter(unit_id__in=actor.units_with(*BUYERS))


def visible_deliverables(actor: Actor) -> QuerySet[Deliverable]:
    """The deliverables of the services that the actor sees."""
    if actor.has(*READERS):
        return Deliverable.objects.all()
    return Deliverable.objects.filter(service__unit_id__in=actor.units_with(*BUYERS))


def run_deliverables(actor: Actor) -> QuerySet[Deliverable]:
    """`promotion.run_service` in set form, for the deliverables of the services."""
    if actor.has(Role.OFFICE, Role.PUBLICITY):
        return Deliverable.objects.all()
    return Deliverable.objects.filter(service__unit_id__in=actor.units_with(*BUYERS))
