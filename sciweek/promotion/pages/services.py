"""One bought service: the contract, what it asks for, its acceptances. Each thing on the page has a form of its own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import Forbidden, Refused
from sciweek.base.forms import ActionForm, posted
from sciweek.committee.acts import Act, act_of, tell, tried
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.queries import units
from sciweek.people.phones import shown_phone
from sciweek.promotion import actions
from sciweek.promotion.forms import DeliverableForm, ServiceForm
from sciweek.promotion.logic.frozen import Signer, signers
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.queries import Mark, acceptances_of, deliverables_of, mark, promotion_activities
from sciweek.promotion.rules import visible_services
from sciweek.promotion.states import CLEARED, ServiceState


@dataclass(frozen=True, slots=True)
class DeliverableLine:
    """A deliverable and how it stands."""

    row: Deliverable
    mark: Mark


@dataclass(frozen=True, slots=True)
class AcceptanceLine:
    """An acceptance and who inspected."""

    row: Acceptance
    people: list[Signer]


@dataclass(frozen=True, slots=True)
class ServicePage:
    """Everything about one service. The forms are there for whoever may use them."""

    service: Service
    lines: list[DeliverableLine]
    acceptances: list[AcceptanceLine]
    form: ServiceForm
    new_line: DeliverableForm
    left: int
    may_run: bool
    may_accept: bool
    zone: str
    refused_act: str

    @property
    def phone(self) -> str:
        """Whom to call, as people here write it."""
        return shown_phone(self.service.contact_phone)

    @property
    def is_running(self) -> bool:
        return self.service.state == ServiceState.RUNNING

    @property
    def may_change(self) -> bool:
        return self.may_run and self.is_running


def find_service(request: DeskRequest, code: str) -> Service:
    rows = visible_services(request.actor).select_related("week__region", "unit", "activity")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def service_form(request: DeskRequest, service: Service | None, data: Any) -> ServiceForm:
    return ServiceForm(
        data,
        initial=ServiceForm.initial_of(service) if service else {},
        units=units(),
        activities=promotion_activities(service.activity_id if service else None),
        may_choose_unit=access.may(request.actor, "promotion.add_service", service or request.week),
    )


@desk_page("promotion.add_service")
def service_new(request: DeskRequest) -> HttpResponse:
    """Write down a service; its deliverables follow on its own page."""
    form = service_form(request, None, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_service(request.actor, request.week, request_uid=form.once_key, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已登记。接着写要交付什么。"))
            return redirect("promotion:service", week_slug=request.week.slug, code=made.code)
    context = {"form": form, "week": request.week}
    return render(request, "promotion/new.html", context, status=422 if form.errors else 200)


@desk_page("promotion.see_services")
def service_page(request: DeskRequest, code: str) -> HttpResponse:
    """One service. A POST carries `act`: what is to be done."""
    found = find_service(request, code)
    bound: ActionForm | None = None
    if request.method == "POST":
        access.require(request.actor, "promotion.run_service", found)
        try:
            bound = act_of(request, ACTS)(request, found)
        except Forbidden:
            raise
        except Refused as refusal:
            tell(request, refusal)
        if bound is None:
            return redirect("promotion:service", week_slug=request.week.slug, code=found.code)
    context = {"page": _page(request, found, bound), "week": request.week}
    return render(request, "promotion/service.html", context, status=422 if bound is not None else 200)


def _page(request: DeskRequest, service: Service, bound: ActionForm | None) -> ServicePage:
    rows = deliverables_of(service)
    today = clock.today(request.week.zone)
    return ServicePage(
        service=service,
        lines=[DeliverableLine(row, mark(row, today)) for row in rows],
        acceptances=[AcceptanceLine(row, signers(row.people)) for row in acceptances_of(service)],
        form=bound if isinstance(bound, ServiceForm) else service_form(request, service, None),
        new_line=bound if isinstance(bound, DeliverableForm) else DeliverableForm(prefix="new"),
        left=sum(row.state not in CLEARED for row in rows),
        may_run=access.may(request.actor, "promotion.run_service", service),
        may_accept=access.may(request.actor, "promotion.accept_service", service),
        zone=request.week.zone,
        refused_act=request.POST.get("act", "") if bound is not None else "",
    )


# --- the acts: each answers with its form when it was refused, else with nothing ---------------------------------


def _edit(request: DeskRequest, service: Service) -> ActionForm | None:
    form = service_form(request, service, request.POST)

    def save() -> str:
        seen = form.cleaned_data["seen_version"]
        actions.edit_service(request.actor, service, seen_version=seen, **form.plain())
        return _("已保存。")

    return tried(request, form, save)


def _add_line(request: DeskRequest, service: Service) -> ActionForm | None:
    form = DeliverableForm(request.POST, prefix="new")

    def save() -> str:
        actions.add_deliverable(request.actor, service, request_uid=form.once_key, **form.plain())
        return _("交付物已加上。")

    return tried(request, form, save)


def _set_aside(request: DeskRequest, service: Service) -> None:
    actions.set_service_aside(
        request.actor, service, why=request.POST.get("why", ""), seen_version=seen_version(request)
    )
    messages.success(request, _("已作废，记录都留着。"))


def _take_up(request: DeskRequest, service: Service) -> None:
    actions.take_up_service(request.actor, service, seen_version=seen_version(request))
    messages.success(request, _("已恢复。"))


def _reopen(request: DeskRequest, service: Service) -> None:
    actions.reopen_service(
        request.actor, service, why=request.POST.get("why", ""), seen_version=seen_version(request)
    )
    messages.success(request, _("验收已重开，原来的记录留着。改好以后再验收一次。"))


ACTS: dict[str, Act[Service, ActionForm]] = {
    "edit": _edit,
    "line_add": _add_line,
    "set_aside": _set_aside,
    "take_up": _take_up,
    "reopen": _reopen,
}


def seen_version(request: DeskRequest) -> int | None:
    """The version that the page showed, from a form that has no fields of its own."""
    seen = request.POST.get("seen_version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
