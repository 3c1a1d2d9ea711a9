"""验收: what stands in the way, the form of the record, and the sheet that is printed and stamped."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.promotion import actions
from sciweek.promotion.forms import AcceptanceForm
from sciweek.promotion.logic.frozen import Terms, results, signers
from sciweek.promotion.logic.sheet import Accepted, acceptance_docx
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.pages.services import DeliverableLine, find_service
from sciweek.promotion.queries import deliverables_of, mark, stamp_of
from sciweek.promotion.states import CLEARED, ServiceState

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class AcceptancePage:
    """What is to be accepted, and what stands in the way."""

    service: Service
    lines: list[DeliverableLine]
    open_lines: list[DeliverableLine]
    form: AcceptanceForm

    @property
    def is_ready(self) -> bool:
        return bool(self.lines) and not self.open_lines


@desk_page("promotion.see_services")
def accept(request: DeskRequest, code: str) -> HttpResponse:
    """Record the final acceptance of a service."""
    service = find_service(request, code)
    access.require(request.actor, "promotion.accept_service", service)
    if service.state != ServiceState.RUNNING and request.method != "POST":
        return redirect("promotion:service", week_slug=request.week.slug, code=service.code)
    rows = deliverables_of(service)
    initial = {
        "accepted_on": clock.today(request.week.zone),
        "seen_stamp": stamp_of(rows),
        "seen_version": service.version,
    }
    form = AcceptanceForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        try:
            actions.accept_service(request.actor, service, seen_version=seen, **form.given())
        except Refused as refusal:
            form.show(refusal)
            if isinstance(refusal, Conflict):
                rows = deliverables_of(service)
                form.saw_deliverables(stamp_of(rows))
        else:
            messages.success(request, _("验收已记下。可以下载验收单，打印后签字盖章。"))
            return redirect("promotion:service", week_slug=request.week.slug, code=service.code)
    today = clock.today(request.week.zone)
    lines = [DeliverableLine(row, mark(row, today)) for row in rows]
    page = AcceptancePage(service, lines, [one for one in lines if _is_open(one.row)], form)
    context = {"page": page, "week": request.week}
    return render(request, "promotion/acceptance.html", context, status=422 if form.errors else 200)


def _is_open(row: Deliverable) -> bool:
    return row.state not in CLEARED


@desk_page("promotion.see_services")
def sheet(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """验收单 as a Word file, from what was frozen; to be printed, signed and stamped."""
    service = find_service(request, code)
    found = service.acceptances.filter(number=number).first()
    if found is None:
        raise Http404(str(number))
    answer = HttpResponse(acceptance_docx(_in_words(found, request.week.title)), content_type=WORD)
    name = f"{_('验收单')}-{found.terms['title'][:40]}.docx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer["Cache-Control"] = "private, no-store"
    return answer


def _in_words(found: Acceptance, edition: str) -> Accepted:
    return Accepted(
        edition=edition,
        terms=Terms(**found.terms),
        results=results(found.results),
        people=signers(found.people),
        accepted_on=found.accepted_on,
        verdict=found.verdict,
        remarks=found.remarks,
        is_reopened=not found.stands,
    )
