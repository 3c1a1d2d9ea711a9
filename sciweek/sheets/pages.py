"""Pages of an import, without addresses: a room above shows them behind its own door, at its own addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.base.uploads import contents
from sciweek.look.parts import Tab
from sciweek.sheets.actions import apply_sheet, drop_sheet, receive_sheet
from sciweek.sheets.forms import SheetForm
from sciweek.sheets.kinds import SheetKind
from sciweek.sheets.logic.verdicts import Verdict
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet
from sciweek.sheets.queries import light, recent_sheets
from sciweek.sheets.rules import visible_sheets
from sciweek.sheets.states import SheetState
from sciweek.week.models import Region, Week

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50
OUTCOMES = ("wrong", "new", "changed", "same")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a room says around its imports: `intro` in a sentence what one line of the table is.

    `back` leads to the list that the import fills.
    """

    title: str
    intro: str
    back: str
    back_words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the room shows its imports: addresses of the start page, of one table (by its code), of the template."""

    start: str
    sheet: Callable[[str], str]
    template: str
    around: Around


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page of one table shows."""

    sheet: Sheet
    page: Page[Verdict]
    tabs: Sequence[Tab]
    chosen: str
    moved_on: frozenset[int]
    summary: str


def show_start(
    request: HttpRequest, actor: Actor, region: Region, week: Week | None, *, kind: SheetKind, place: Place
) -> HttpResponse:
    """Choose a file; below, the imports that are under way or over. A POST reads the file and goes to its preview."""
    form = SheetForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = receive_sheet(
                actor,
                region,
                week,
                kind=kind.name,
                name=file.name,
                data=contents(file, "file"),
                request_uid=form.once_key,
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            return redirect(place.sheet(sheet.code))
    seen = visible_sheets(actor, kind.name, kind.permission, week or region)
    rows = [(sheet, place.sheet(sheet.code)) for sheet in recent_sheets(seen)]
    context = {"form": form, "place": place, "kind": kind, "rows": rows, "zone": region.zone}
    return render(request, "sheets/start.html", context, status=422 if form.errors else 200)


def show_sheet(
    request: HttpRequest,
    actor: Actor,
    region: Region,
    week: Week | None,
    *,
    kind: SheetKind,
    place: Place,
    code: str,
) -> HttpResponse:
    """One table: what each line would do, the progress while it is imported, what became of it.

    A POST carries `act`: apply or drop (which stops an import that is under way).
    """
    seen = visible_sheets(actor, kind.name, kind.permission, week or region)
    found = light(seen).filter(code=code).first()
    if found is None:
        raise Http404(code)
    refused = ""
    if request.method == "POST":
        try:
            return redirect(_act(request, actor, found, place))
        except Refused as refusal:
            refused = str(refusal)
    context = {"sheet": found, "place": place, "zone": region.zone, "refused": refused}
    if found.state == SheetState.APPLYING:
        return render(request, "sheets/progress.html", context)
    sheet = Sheet.objects.get(pk=found.pk)
    if found.state in (SheetState.APPLIED, SheetState.DROPPED) or sheet.is_forgotten:
        context["outcome"] = _outcome(found.counts)
        return render(request, "sheets/result.html", context, status=422 if refused else 200)
    context["preview"] = _preview(request, sheet)
    return render(request, "sheets/preview.html", context, status=422 if refused else 200)


def _act(request: HttpRequest, actor: Actor, sheet: Sheet, place: Place) -> str:
    if request.POST.get("act") == "apply":
        apply_sheet(actor, sheet, only_good=request.POST.get("only_good") == "yes")
    given_up = request.POST.get("act") == "drop" and drop_sheet(actor, sheet).state == SheetState.DROPPED
    if given_up:
        return place.start
    return place.sheet(sheet.code)


def _preview(request: HttpRequest, sheet: Sheet) -> Preview:
    verdicts = sheet.read_verdicts()
    moved_on = frozenset(sheet.moved_on)
    asked = request.GET.get("show", "")
    chosen = asked if asked in OUTCOMES else "wrong" if sheet.counts.get("wrong") and asked != "all" else ""
    words = {
        "wrong": _("要改"),
        "new": _("新增"),
        "changed": _("有变化"),
        "same": _("相同"),
    }
    tabs = [Tab(_("全部"), "?show=all", not chosen, len(verdicts))] + [
        Tab(words[one], f"?show={one}", chosen == one, sheet.counts[one])
        for one in OUTCOMES
        if sheet.counts.get(one)
    ]
    rows = [one for one in verdicts if not chosen or one.outcome == chosen]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return Preview(sheet, page, tabs, chosen, moved_on, _summary(sheet))


def _summary(sheet: Sheet) -> str:
    """What the table would do, in a sentence; what is none is not said."""
    if sheet.would_write or sheet.counts.get("wrong"):
        return _("%(counts)s。还没有保存。") % {"counts": _counts(sheet.counts)}
    return _("每一行都和现有的相同，没有要导入的。")


def _outcome(counts: Mapping[str, Any]) -> str:
    """What the table did."""
    done = {name: number for name, number in counts.items() if name != "wrong"}
    return _("%(counts)s。") % {"counts": _counts(done)} if any(done.values()) else ""


def _counts(counts: Mapping[str, Any]) -> str:
    words = {
        "wrong": _("%(n)d 行要改"),
        "new": _("新增 %(n)d 行"),
        "changed": _("修改 %(n)d 行"),
        "same": _("%(n)d 行和原有的相同"),
    }
    return _("，").join(words[name] % {"n": counts[name]} for name in OUTCOMES if counts.get(name))


def send_template(kind: SheetKind, week: Week | None) -> HttpResponse:
    """The empty table of a kind, with an example line and its drop-down lists."""
    choices = kind.choices(week) if kind.choices else {}
    book = write_book(str(kind.title), kind.columns, [], note=kind.note, example=True, choices=choices)
    return send_book(book, _("%(title)s（模板）") % {"title": kind.title})


def send_book(book: bytes, title: Any) -> HttpResponse:
    """An .xlsx to be saved under the title."""
    response = HttpResponse(book, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or "attachment"
    response["Cache-Control"] = "no-store"
    return response
