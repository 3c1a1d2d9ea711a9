"""What was bought, from whom, by whom."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.facts import tell
from sciweek.base.text import clean_lines
from sciweek.committee.models import Unit
from sciweek.logbook.actions import append, locked_row, move, once, save_changes
from sciweek.promotion.actions.sense import check_order, check_running, service_values
from sciweek.promotion.events import DeliverableSettled
from sciweek.promotion.models import Service
from sciweek.promotion.states import SERVICE_MOVES, ServiceState
from sciweek.week.models import Week


@once
def add_service(
    actor: Actor,
    week: Week,
    *,
    title: str,
    contractor: str,
    contact_name: str = "",
    contact_phone: str = "",
    contract_no: str = "",
    price: Any = None,
    signed_on: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    unit: Unit | None = None,
    activity: Activity | None = None,
    note: str = "",
) -> Service:
    """Write down a service that was bought. `price` None: nobody said; raises `Refused` with field messages."""
    access.require(actor, "promotion.add_service", week)
    values = service_values(
        {
            "title": title,
            "contractor": contractor,
            "contact_name": contact_name,
            "contact_phone": contact_phone,
            "contract_no": contract_no,
            "price": price,
            "signed_on": signed_on,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "unit": unit,
            "activity": activity,
            "note": note,
        },
        area_code=week.region.area_code,
    )
    check_order(values)
    with transaction.atomic():
        service = Service.objects.create(week=week, **values)
        append(actor, "add_service", service)
    return service


def edit_service(actor: Actor, service: Service, *, seen_version: int | None = None, **given: Any) -> Service:
    """Change what is given; what is left out stays. Refused once the service was accepted or set aside.

    Which unit bought it is for office and publicity to say: a unit would give away what it sees.
    """
    access.require(actor, "promotion.run_service", service)
    if "activity" in given and given["activity"] == service.activity:
        del given["activity"]  # it may have become one of another kind since
    values = service_values(given, area_code=service.week.region.area_code)
    moves_away = "unit" in values and values["unit"] != service.unit
    if moves_away and not access.may(actor, "promotion.add_service", service):
        raise Refused(fields={"unit": _("采购单位由办公室来改。")}, code="forbidden")
    with transaction.atomic():
        locked = locked_row(service)
        check_running(locked)
        check_order({"starts_on": locked.starts_on, "ends_on": locked.ends_on} | values)
        if moves_away:
            tell(DeliverableSettled(locked.week_id, locked.unit_id))
        return save_changes(actor, service, verb="edit_service", seen_version=seen_version, **values)


def set_service_aside(
    actor: Actor, service: Service, *, why: str, seen_version: int | None = None
) -> Service:
    """The contract was ended, or it was entered by mistake: it stays to be read, with the reason."""
    why = clean_lines(why)[:1000]
    with transaction.atomic():
        moved = move(
            actor,
            service,
            ServiceState.SET_ASIDE,
            SERVICE_MOVES,
            verb="set_service_aside",
            why=why,
            seen_version=seen_version,
            state_reason=why,
            closed_at=clock.now(),
        )
        tell(DeliverableSettled(moved.week_id, moved.unit_id))
    return moved


def take_up_service(actor: Actor, service: Service, *, seen_version: int | None = None) -> Service:
    """What was set aside runs again."""
    access.require(actor, "promotion.run_service", service)
    with transaction.atomic():
        locked = locked_row(service)
        if locked.state == ServiceState.INSPECTED:  # the way back from there is to reopen the acceptance
            check_running(locked)
        return move(
            actor,
            service,
            ServiceState.RUNNING,
            SERVICE_MOVES,
            verb="take_up_service",
            seen_version=seen_version,
            state_reason="",
            closed_at=None,
        )
