"""The list of papers, drafting one, looking at one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.base.uploads import contents
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.dispatch import actions
from sciweek.dispatch.forms import DraftFileForm, PaperForm
from sciweek.dispatch.logic.changes import Row, compared, folded
from sciweek.dispatch.logic.composing import (
    default_addressees,
    default_annexes,
    default_issuers,
    default_title,
)
from sciweek.dispatch.logic.gaps import Gap, gaps
from sciweek.dispatch.logic.letters import asked_parties
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.logic.pictures import page_count
from sciweek.dispatch.logic.wording import TITLES
from sciweek.dispatch.models import Paper
from sciweek.dispatch.queries.making import make_paper
from sciweek.dispatch.queries.material import material_of
from sciweek.dispatch.queries.papers import Possible, issued_papers, papers, possible_papers, wish_of
from sciweek.dispatch.rules import visible_papers
from sciweek.dispatch.states import AnnexKind, PaperKind, PaperState, TableKind
from sciweek.files.queries import read_bytes
from sciweek.look.phrases import listed

PER_PAGE = 100
PRIVATE_TABLES = (TableKind.FILING, TableKind.CONTACTS)


@dataclass(frozen=True)
class PaperList:
    """What the list page shows. `tables`: (kind, its name)."""

    papers: Page[Paper]
    possible: tuple[Possible, ...]
    tables: list[tuple[str, str]]
    may_run: bool


@dataclass(frozen=True)
class PaperPage:
    """One paper: its form to hand an edited draft in, its pages to look at."""

    paper: Paper
    form: DraftFileForm
    pages: range
    corrections: list[Paper]
    annexes: list[str]
    may_run: bool


def find_paper(request: DeskRequest, code: str) -> Paper:
    """The paper of that code, if the actor may see it."""
    found = (
        visible_papers(request.actor)
        .select_related(
            "week__region", "unit", "corrects", "draft_file", "preview_file", "issued_file", "final_file"
        )
        .filter(code=code)
        .first()
    )
    if found is None:
        raise Http404(code)
    return found


@desk_page("dispatch.see_papers")
def paper_list(request: DeskRequest) -> HttpResponse:
    """What has been written, what can be written, and the tables."""
    may_run = access.may(request.actor, "dispatch.run_papers", request.week)
    shown = PaperList(
        Paginator(papers(request.actor), PER_PAGE).get_page(request.GET.get("page")),
        possible_papers(material_of(request.week, with_activities=False)) if may_run else (),
        [(str(kind.value), str(kind.label)) for kind in TableKind if may_run or kind not in PRIVATE_TABLES],
        may_run,
    )
    return render(request, "dispatch/list.html", {"page": shown, "week": request.week})


@desk_page("dispatch.run_papers")
def paper_new(request: DeskRequest, kind: str) -> HttpResponse:
    """Draft a paper: what the week lacks is said first."""
    if kind not in PaperKind.values:
        raise Http404(kind)
    # A report alone proposes its annexes by what took place.
    material = material_of(request.week, with_activities=kind == PaperKind.REPORT)
    lacking = gaps(material, kind)
    corrects = _corrected(request, kind)
    form = _new_form(request, material, kind, corrects)
    if request.method == "POST" and form.is_valid():
        try:
            paper = actions.draft_paper(
                request.actor,
                request.week,
                kind=kind,
                corrects=corrects,
                request_uid=form.once_key,
                **form.plain(),
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已拟好草稿。请看预览，或者下载 Word 稿修改。"))
            return redirect("dispatch:paper", week_slug=request.week.slug, code=paper.code)
    context = {
        "form": form,
        "kind": PaperKind(kind),
        "gaps": lacking,
        "stops": any(gap.stops for gap in lacking),
        "corrects": corrects,
        "week": request.week,
    }
    return render(request, "dispatch/new.html", context, status=422 if form.errors else 200)


def _corrected(request: DeskRequest, kind: str) -> Paper | None:
    code = request.GET.get("corrects", "")
    return issued_papers().filter(code=code, kind=kind).first() if code else None


def _new_form(request: DeskRequest, material: Material, kind: str, corrects: Paper | None) -> PaperForm:
    title = TITLES["correction"].format(old=corrects.title) if corrects else default_title(material, kind)
    initial: dict[str, Any] = {
        "title": title,
        "issuers": list(default_issuers(material, kind)),
        "annexes": list(default_annexes(material, kind)),
        "labels_plan": True,
    }
    if kind != "letter":  # a letter's depend on whom it goes to
        initial["addressees"] = default_addressees(material, Wish(kind=kind))
    form = PaperForm(
        posted(request), initial=initial, kind=kind, issuers=[body.name for body in material.bodies]
    )
    if kind == "letter":
        owing = {party.id for party in asked_parties(material)}
        form.offer("unit", _choosable(owing))
    return form


def _choosable(owing: set[int]) -> QuerySet[Unit]:
    return units().filter(pk__in=owing)


@desk_page("dispatch.see_papers")
def paper_page(request: DeskRequest, code: str) -> HttpResponse:
    """One paper: where it stands, what it says, what can be done."""
    paper = find_paper(request, code)
    return _paper_page(request, paper, DraftFileForm(initial={"seen_version": paper.version}))


def _paper_page(request: DeskRequest, paper: Paper, form: DraftFileForm) -> HttpResponse:
    shown = PaperPage(
        paper,
        form,
        range(1, _pages(paper) + 1),
        list(paper.corrections.all()),
        [str(AnnexKind(name).label) for name in paper.annexes if name in AnnexKind.values],
        access.may(request.actor, "dispatch.run_papers", paper),
    )
    context = {"page": shown, "week": request.week}
    return render(request, "dispatch/paper.html", context, status=422 if form.errors else 200)


def _pages(paper: Paper) -> int:
    try:
        return page_count(read_bytes(paper.preview_file)) if paper.preview_file else 0
    except FileNotFoundError:
        return 0


@desk_page("dispatch.see_papers")
def paper_edit(request: DeskRequest, code: str) -> HttpResponse:
    """Change what the office settles; the draft is written again with it."""
    paper = find_paper(request, code)
    access.require(request.actor, "dispatch.run_papers", paper)
    if request.method == "GET" and (paper.state != PaperState.DRAFT or paper.is_edited):
        messages.info(request, _("这份文现在不能改栏目。"))
        return redirect("dispatch:paper", week_slug=request.week.slug, code=code)
    material = material_of(request.week, with_activities=False)
    names = [name for name in PaperForm.base_fields if hasattr(paper, name) and name != "unit"]
    initial = {name: getattr(paper, name) for name in names} | {"seen_version": paper.version}
    form = PaperForm(
        posted(request),
        initial=initial,
        kind=paper.kind,
        issuers=[body.name for body in material.bodies],
    )
    form.fields.pop("unit", None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_paper(
                request.actor, paper, seen_version=form.cleaned_data["seen_version"], **form.plain()
            )
        except Refused as refusal:
            form.show(_in_words(refusal))
        else:
            messages.success(request, _("已保存，草稿已重新生成。"))
            return redirect("dispatch:paper", week_slug=request.week.slug, code=paper.code)
    context = {"form": form, "paper": paper, "week": request.week}
    return render(request, "dispatch/edit.html", context, status=422 if form.errors else 200)


def _in_words(refusal: Refused) -> Refused:
    """A conflict with its values as the page says them: names of annexes instead of their keys."""
    if isinstance(refusal, Conflict):
        refusal.mine = {name: _said(value) for name, value in refusal.mine.items()}
        refusal.theirs = {name: _said(value) for name, value in refusal.theirs.items()}
    return refusal


def _said(value: Any) -> str:
    match value:
        case bool():
            return _("是") if value else _("否")
        case list():
            return listed(str(AnnexKind(one).label) if one in AnnexKind.values else one for one in value)
    return str(value or "")


@dataclass(frozen=True)
class RedraftPage:
    """What would change if the draft were written again now; `gaps` are those that stop it."""

    paper: Paper
    rows: list[Row]
    gaps: list[Gap]
    trouble: str = ""

    @property
    def changed(self) -> int:
        return sum(row.kind != "same" for row in self.rows)

    @property
    def shown(self) -> list[Row]:
        return folded(self.rows)


@desk_page("dispatch.see_papers")
def paper_redraft(request: DeskRequest, code: str) -> HttpResponse:
    """Show what would change since the draft was written; a press writes it again."""
    paper = find_paper(request, code)
    access.require(request.actor, "dispatch.run_papers", paper)
    if request.method == "POST":
        try:
            actions.redraft_paper(request.actor, paper, seen_version=seen_by(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("dispatch:redraft", week_slug=request.week.slug, code=paper.code)
        messages.success(request, _("草稿已按现在的数据重新生成。"))
        return redirect("dispatch:paper", week_slug=request.week.slug, code=paper.code)
    shown = _redraft_page(paper, material_of(request.week))
    return render(request, "dispatch/redraft.html", {"page": shown, "week": request.week})


def _redraft_page(paper: Paper, material: Material) -> RedraftPage:
    stops = [gap for gap in gaps(material, paper.kind, paper.unit_id) if gap.stops]
    if stops or paper.state != PaperState.DRAFT:
        return RedraftPage(paper, [], stops)
    try:
        made = make_paper(material, wish_of(paper))
    except Refused as refusal:
        return RedraftPage(paper, [], stops, str(refusal))
    return RedraftPage(paper, compared(paper.draft_text.splitlines(), made.text.splitlines()), stops)


def seen_by(request: DeskRequest) -> int | None:
    """The version that a form of one press has seen."""
    seen = request.POST.get("seen_version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


@desk_page("dispatch.see_papers")
def paper_hand_in(request: DeskRequest, code: str) -> HttpResponse:
    """Take in the draft that the office has edited in Word."""
    paper = find_paper(request, code)
    access.require(request.actor, "dispatch.run_papers", paper)
    form = DraftFileForm(posted(request), request.FILES or None, initial={"seen_version": paper.version})
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.hand_in_draft(
                request.actor,
                paper,
                name=upload.name,
                data=contents(upload, "file"),
                seen_version=form.cleaned_data["seen_version"],
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已换成您改过的 Word 稿。"))
            return redirect("dispatch:paper", week_slug=request.week.slug, code=paper.code)
    return _paper_page(request, find_paper(request, code), form)


MOVES = {
    "send": actions.send_for_signing,
    "take_back": actions.take_paper_back,
    "set_aside": actions.set_paper_aside,
    "take_up": actions.take_up_paper,
}


@require_POST
@desk_page("dispatch.see_papers")
def paper_move(request: DeskRequest, code: str) -> HttpResponse:
    """Send for signing, take back, set aside, take up again."""
    paper = find_paper(request, code)
    access.require(request.actor, "dispatch.run_papers", paper)
    action = MOVES.get(request.POST.get("to", ""))
    if action is not None:
        try:
            action(request.actor, paper, seen_version=seen_by(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("dispatch:paper", week_slug=request.week.slug, code=code)
