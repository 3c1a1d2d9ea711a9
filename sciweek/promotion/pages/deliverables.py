"""One deliverable: what is asked for, what came, what is made of it, its files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.base.uploads import contents
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.files.pages import send_file
from sciweek.files.queries import files_of
from sciweek.promotion import actions
from sciweek.promotion.forms import DeliverableForm, DeliverForm
from sciweek.promotion.logic.amounts import amount_words
from sciweek.promotion.models import Deliverable
from sciweek.promotion.pages.services import seen_version
from sciweek.promotion.queries import last_reminder, mark
from sciweek.promotion.rules import visible_deliverables
from sciweek.promotion.states import DeliverableState, ServiceState


def _deliverable(request: DeskRequest, code: str) -> Deliverable:
    rows = visible_deliverables(request.actor).select_related("service__unit", "week")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("promotion.see_services")
def deliverable(request: DeskRequest, code: str) -> HttpResponse:
    """One deliverable. A POST carries `act`: `deliver`, or `edit` what is asked for."""
    row = _deliverable(request, code)
    edit, delivery = _edit_form(row, None), _delivery_form(request, row, None)
    refused = False
    done: str | None
    if request.method == "POST":
        access.require(request.actor, "promotion.run_service", row)
        try:
            match request.POST.get("act"):
                case "edit":
                    edit = _edit_form(row, request.POST)
                    done = _edited(request, row, edit)
                case "deliver":
                    delivery = _delivery_form(request, row, request.POST)
                    done = _delivered(request, row, delivery)
                case _:
                    raise Refused(_("这次提交读不懂。请刷新页面后再提交。"), code="unknown_act")
        except Refused as refusal:
            tell(request, refusal)
            done = ""
        if done is not None:
            if done:
                messages.success(request, done)
            return redirect("promotion:deliverable", week_slug=request.week.slug, code=row.code)
        refused = True
        row = _deliverable(request, code)
    runs = row.service.state == ServiceState.RUNNING
    may_run = runs and access.may(request.actor, "promotion.run_service", row)
    context = {
        "row": row,
        "service": row.service,
        "mark": mark(row, clock.today(request.week.zone)),
        "files": files_of(row.uid),
        "reminder": last_reminder(row),
        "edit": edit,
        "delivery": delivery,
        "may_run": may_run,
        "may_deliver": may_run and row.is_owed,
        "may_drop": may_run and row.state == DeliverableState.DUE and row.delivered_on is None,
        "week": request.week,
    }
    return render(request, "promotion/deliverable.html", context, status=422 if refused else 200)


def _edit_form(row: Deliverable, data: Any) -> DeliverableForm:
    return DeliverableForm(data, initial=DeliverableForm.initial_of(row), prefix="edit")


def _delivery_form(request: DeskRequest, row: Deliverable, data: Any) -> DeliverForm:
    initial = {
        "seen_version": row.version,
        "delivered_on": clock.today(request.week.zone),
        "delivered_amount": amount_words(row.delivered_amount),
        "note": row.delivery_note,
        "evidence": row.evidence,
    }
    return DeliverForm(data, request.FILES if data is not None else None, initial=initial)


def _edited(request: DeskRequest, row: Deliverable, form: DeliverableForm) -> str | None:
    """What to say when it is done; None: the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        actions.edit_deliverable(
            request.actor, row, seen_version=form.cleaned_data["seen_version"], **form.plain()
        )
    except Refused as refusal:
        form.show(refusal)
        return None
    return _("已保存。")


def _delivered(request: DeskRequest, row: Deliverable, form: DeliverForm) -> str | None:
    if not form.is_valid():
        return None
    try:
        uploads = [
            actions.Upload(file.name, contents(file, "files"), file.content_type or "")
            for file in form.cleaned_data["papers"]
        ]
        actions.deliver(
            request.actor,
            row,
            files=uploads,
            seen_version=form.cleaned_data["seen_version"],
            **form.plain("papers"),
        )
    except Refused as refusal:
        form.show(refusal, {"files": "papers"})
        return None
    return _("已记下。看过以后，认可或者退回。")


@require_POST
@desk_page("promotion.see_services")
def deliverable_move(request: DeskRequest, code: str) -> HttpResponse:
    """The buyer accepts, returns, waives, claims or drops."""
    row = _deliverable(request, code)
    access.require(request.actor, "promotion.run_service", row)
    why, seen = request.POST.get("why", "")[:1000], seen_version(request)
    try:
        match request.POST.get("to"):
            case "accepted":
                done = actions.accept_deliverable(request.actor, row, seen_version=seen)
            case "returned":
                done = actions.return_deliverable(request.actor, row, why=why, seen_version=seen)
            case "waived":
                done = actions.waive_deliverable(request.actor, row, why=why, seen_version=seen)
            case "due":
                done = actions.claim_deliverable(request.actor, row, seen_version=seen)
            case "dropped":
                actions.drop_deliverable(request.actor, row, seen_version=seen)
                messages.success(request, _("已去掉“%(what)s”。") % {"what": row.what})
                return redirect("promotion:service", week_slug=request.week.slug, code=row.service.code)
            case _:
                raise Refused(_("请回到这一页，再选一次要做的事。"))
    except Refused as refusal:
        tell(request, refusal)
    else:
        said = {"what": row.what, "state": DeliverableState(done.state).label}
        messages.success(request, _("“%(what)s”现在是：%(state)s。") % said)
    return redirect("promotion:deliverable", week_slug=request.week.slug, code=row.code)


@desk_page("promotion.see_services")
def deliverable_file(request: DeskRequest, code: str, file_code: str) -> HttpResponseBase:
    """A file that came with a delivery, for those who may see the service."""
    row = _deliverable(request, code)
    stored = files_of(row.uid).filter(code=file_code).first()
    if stored is None:
        raise Http404(file_code)
    return send_file(stored)
