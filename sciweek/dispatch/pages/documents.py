"""Files of papers, pictures of their pages, tables to take along."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from sciweek.base import access
from sciweek.base.errors import OutOfSight
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.dispatch.logic.pictures import page_picture
from sciweek.dispatch.logic.printing import as_docx, as_xlsx, title_of
from sciweek.dispatch.pages.papers import PRIVATE_TABLES, find_paper
from sciweek.dispatch.queries.material import material_of
from sciweek.dispatch.states import TableKind
from sciweek.files.pages import send_file
from sciweek.files.queries import read_bytes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


@desk_page("dispatch.see_papers")
def paper_file(request: DeskRequest, code: str, which: str) -> HttpResponseBase:
    """The Word draft, its preview, the stamped file or the final text."""
    paper = find_paper(request, code)
    stored = {
        "draft": paper.draft_file,
        "preview": paper.preview_file,
        "issued": paper.issued_file,
        "final": paper.final_file,
    }.get(which)
    if stored is None:
        raise Http404(which)
    return send_file(stored)


@desk_page("dispatch.see_papers")
def paper_picture(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """One page of the preview. Its address changes with the draft, so that a browser may keep it."""
    paper = find_paper(request, code)
    if paper.preview_file is None:
        raise Http404(code)
    try:
        pdf = read_bytes(paper.preview_file)
    except FileNotFoundError as gone:
        raise Http404(code) from gone
    return picture(pdf, number)


def picture(pdf: bytes, number: int) -> HttpResponse:
    try:
        answer = HttpResponse(page_picture(pdf, number), content_type="image/png")
    except IndexError as missing:
        raise Http404(str(number)) from missing
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@desk_page("dispatch.see_papers")
def table(request: DeskRequest, kind: str, ending: str) -> HttpResponse:
    """A table from the week's data as it is now: docx or xlsx."""
    if kind not in TableKind.values:
        raise Http404(kind)
    if kind in PRIVATE_TABLES and not access.may(request.actor, "dispatch.run_papers", request.week):
        raise OutOfSight(kind)
    material = material_of(request.week, with_people=kind == TableKind.CONTACTS)
    match ending:
        case "docx":
            return download(as_docx(material, kind), f"{title_of(material, kind)}.docx", WORD)
        case "xlsx":
            return download(as_xlsx(material, kind), f"{title_of(material, kind)}.xlsx", BOOK)
    raise Http404(ending)


def download(data: bytes, name: str, media: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
