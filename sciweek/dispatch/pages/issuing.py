"""What came back of a paper, and how its text changed."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.base.uploads import contents
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.dispatch import actions
from sciweek.dispatch.actions.issuing import Upload
from sciweek.dispatch.forms import IssueForm
from sciweek.dispatch.logic.changes import Row, folded
from sciweek.dispatch.logic.wording import NUMBER_TO_COME
from sciweek.dispatch.models import Paper
from sciweek.dispatch.pages.papers import find_paper
from sciweek.dispatch.queries.papers import changes_of
from sciweek.dispatch.states import PaperState

OPEN = (PaperState.DRAFT, PaperState.SENT)


@dataclass(frozen=True)
class ChangesPage:
    """The draft beside the issued text; `rows` are those shown, `changed` counts all that differ."""

    paper: Paper
    rows: list[Row]
    changed: int
    shows_all: bool


@desk_page("dispatch.see_papers")
def issue(request: DeskRequest, code: str) -> HttpResponse:
    """Record number, signer, date and the stamped file; from then on the paper is frozen."""
    paper = find_paper(request, code)
    access.require(request.actor, "dispatch.run_papers", paper)
    if request.method == "GET" and paper.state not in OPEN:
        messages.info(
            request, _("这份文现在是“%(state)s”，不能登记。") % {"state": paper.get_state_display()}
        )
        return redirect("dispatch:paper", week_slug=request.week.slug, code=code)
    initial = {
        "seen_version": paper.version,
        "signer": paper.signer,
        "number": NUMBER_TO_COME.format(mark=paper.doc_mark, year=request.week.today.year)
        if paper.doc_mark
        else "",
    }
    form = IssueForm(posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.plain("scan", "final")
        try:
            issued = actions.record_issue(
                request.actor,
                paper,
                scan=_upload(form, "scan"),
                final=_upload(form, "final"),
                seen_version=form.cleaned_data["seen_version"],
                **values,
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已登记印发，这份文不再改动。"))
            return redirect(
                "dispatch:changes" if issued.issued_text else "dispatch:paper",
                week_slug=request.week.slug,
                code=code,
            )
    context = {"form": form, "paper": paper, "week": request.week}
    return render(request, "dispatch/issue.html", context, status=422 if form.errors else 200)


def _upload(form: IssueForm, field: str) -> Upload | None:
    file: UploadedFile | None = form.cleaned_data[field]
    return Upload(file.name or "", contents(file, field)) if file else None


@desk_page("dispatch.see_papers")
def changes(request: DeskRequest, code: str) -> HttpResponse:
    """Draft and issued text side by side; unchanged stretches are folded unless asked for."""
    paper = find_paper(request, code)
    if paper.state != PaperState.ISSUED:
        raise Http404(code)
    rows = changes_of(paper) if paper.issued_text else []
    shows_all = "all" in request.GET
    changed = sum(row.kind != "same" for row in rows)
    page = ChangesPage(paper, rows if shows_all else folded(rows), changed, shows_all)
    return render(request, "dispatch/changes.html", {"page": page, "week": request.week})
