"""Bought services, what they deliver and how they were accepted, over the API: to be read. Contacts stay inside."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sciweek.base import clock
from sciweek.base.errors import OutOfSight
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Code,
    Moment,
    Out,
    PageOf,
    Room,
    Slug,
    Words,
    local,
    page_of,
)
from sciweek.logbook.changes import changed_since
from sciweek.promotion.logic.frozen import results, signers
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.queries import acceptances_of, deliverables_of, with_counts
from sciweek.promotion.rules import visible_services
from sciweek.promotion.states import AcceptanceVerdict, DeliverableState, ServiceState

rest = Room("promotion", gettext_lazy("宣传服务"), rights=("read",))
SEES = "promotion.see_services"
SERVICES = "/weeks/{week}/promotion-services"

# Money and amounts go as text with two decimals, so that no cent is lost on the way; null: nobody said.
Amount = Annotated[str, Field(pattern=r"^\d+\.\d\d$", examples=["28000.00"])]


class ServiceOut(Out):
    """Something that a body of the committee bought; `overdue` counts what is late by now."""

    code: str
    uid: UUID
    title: str
    contractor: str
    contract_no: str
    price: Amount | None
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    unit: str | None
    activity: str | None
    note: str
    state: ServiceState
    state_reason: str
    deliverables_total: int
    deliverables_cleared: int
    overdue: int
    next_due_on: date | None
    version: int


class DeliverableOut(Out):
    """One thing that the contract asks for, and what became of it."""

    code: str
    uid: UUID
    what: str
    amount: Amount | None
    counted_in: str
    due_on: date
    appears_in: str
    link: str
    state: DeliverableState
    state_reason: str
    is_overdue: bool
    delivered_on: date | None
    delivered_amount: Amount | None
    delivery_note: str
    evidence: list[str]
    version: int


class SignerOut(Out):
    """One of those who inspected."""

    name: str
    post: str


class ResultOut(Out):
    """A deliverable as it was when the service was accepted; empty text: nobody said."""

    code: str
    what: str
    counted_in: str
    wanted: str
    delivered: str
    due_on: str
    delivered_on: str
    state: DeliverableState
    why: str


class AcceptanceOut(Out):
    """An acceptance; it stands until `reopened_at`."""

    number: int
    accepted_on: date
    verdict: AcceptanceVerdict
    remarks: str
    people: list[SignerOut]
    results: list[ResultOut]
    recorded_at: datetime | None
    reopened_at: datetime | None
    reopened_why: str


class WholeServiceOut(ServiceOut):
    """The same with its deliverables, by their date, and its acceptances, the newest first."""

    deliverables: list[DeliverableOut]
    acceptances: list[AcceptanceOut]


class ServiceFilter(Asked):
    """Which services."""

    state: ServiceState | None = None
    unit: Code | None = None
    changed_since: Moment | None = None
    q: Words = ""


def _values(service: Any) -> dict[str, Any]:
    plain = (
        "code", "uid", "title", "contractor", "contract_no", "signed_on", "starts_on", "ends_on", "note", "state",
        "state_reason", "version",
    )  # fmt: skip
    return {name: getattr(service, name) for name in plain} | {
        "price": _amount(service.price),
        "unit": service.unit.code if service.unit else None,
        "activity": service.activity.code if service.activity else None,
        "deliverables_total": service.total,
        "deliverables_cleared": service.cleared,
        "overdue": service.overdue,
        "next_due_on": service.next_due,
    }


def _amount(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"


def _service_out(service: Service) -> ServiceOut:
    return ServiceOut.model_validate(_values(service))


def _deliverable_out(row: Deliverable, today: date) -> DeliverableOut:
    plain = {name: getattr(row, name) for name in DeliverableOut.model_fields if hasattr(row, name)}
    amounts = {"amount": _amount(row.amount), "delivered_amount": _amount(row.delivered_amount)}
    return DeliverableOut.model_validate(plain | amounts | {"is_overdue": row.is_overdue(today)})


def _acceptance_out(row: Acceptance, zone: str) -> AcceptanceOut:
    return AcceptanceOut(
        number=row.number,
        accepted_on=row.accepted_on,
        verdict=AcceptanceVerdict(row.verdict),
        remarks=row.remarks,
        people=[SignerOut(name=one.name, post=one.post) for one in signers(row.people)],
        results=[
            ResultOut(**{name: getattr(one, name) for name in ResultOut.model_fields})
            for one in results(row.results)
        ],
        recorded_at=local(row.recorded_at, zone),
        reopened_at=local(row.reopened_at, zone),
        reopened_why=row.reopened_why,
    )


def _asked_for(request: ApiRequest, asked: ServiceFilter) -> QuerySet[Service]:
    rows = visible_services(request.actor)
    if asked.changed_since:
        own = changed_since(rows, asked.changed_since).values("pk")
        below = changed_since(Deliverable.objects.all(), asked.changed_since).values("service_id")
        rows = rows.filter(Q(pk__in=own) | Q(pk__in=below))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.unit:
        rows = rows.filter(unit__code=asked.unit)
    if asked.q:
        rows = rows.filter(title__contains=asked.q)
    return with_counts(rows, clock.today(request.week.zone))


@rest.read(SERVICES, PageOf[ServiceOut], gettext_lazy("买的宣传服务，先到期的在前"), needs=SEES)
def list_services(request: ApiRequest, week: Slug, asked: Query[ServiceFilter]) -> PageOf[ServiceOut]:
    return page_of(request, PageOf[ServiceOut], _asked_for(request, asked), asked, _service_out)


@rest.read(
    f"{SERVICES}/{{code}}", WholeServiceOut, gettext_lazy("一项宣传服务，连同交付物和验收"), needs=SEES
)
def get_service(request: ApiRequest, week: Slug, code: Code) -> WholeServiceOut:
    today = clock.today(request.week.zone)
    found = with_counts(visible_services(request.actor).filter(code=code), today).first()
    if found is None:
        raise OutOfSight(code)
    more = {
        "deliverables": [_deliverable_out(row, today) for row in deliverables_of(found)],
        "acceptances": [_acceptance_out(row, request.week.zone) for row in acceptances_of(found)],
    }
    return WholeServiceOut.model_validate(_values(found) | more)
