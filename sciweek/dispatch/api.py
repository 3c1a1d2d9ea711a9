"""Official papers over the API: drafted, sent for signing, recorded as they came back."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from sciweek.base.errors import Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Code,
    Day,
    Moment,
    Names,
    OnceKey,
    Out,
    PageOf,
    Parts,
    Room,
    Seen,
    Slug,
    local,
    narrowed,
    page_of,
    the_row,
)
from sciweek.base.rest.room import require_scope
from sciweek.base.uploads import contents
from sciweek.committee.models import Unit
from sciweek.dispatch import actions
from sciweek.dispatch.models import Paper
from sciweek.dispatch.queries.papers import issued_papers, papers
from sciweek.dispatch.rules import visible_papers
from sciweek.dispatch.states import AnnexKind, PaperKind, PaperState
from sciweek.files.pages import give_file
from sciweek.logbook.changes import changed_since

rest = Room("papers", gettext_lazy("发文"))
SEES = "dispatch.see_papers"
PAPER = "/weeks/{week}/papers/{code}"
# The text of a paper holds the names and phones of the edition's contacts.
CONTACTS = "contacts:read"
Annexes = Annotated[list[Annotated[AnnexKind, Choice]], Field(max_length=10)]
Title = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=500_000)]


class PaperFile(StrEnum):
    """The files of a paper."""

    DRAFT = "draft"
    PREVIEW = "preview"
    ISSUED = "issued"
    FINAL = "final"


class PaperOut(Out):
    """A paper and how far it has come, without its text. `files` are those that there are by now."""

    code: str
    uid: UUID
    kind: PaperKind
    state: PaperState
    title: str
    issuers: list[str]
    addressees: str
    doc_mark: str
    annexes: list[AnnexKind]
    labels_plan: bool
    copies_to: str
    reply_by: date | None
    unit: str | None
    is_edited: bool
    drafted_at: datetime | None
    number: str
    signer: str
    issued_on: date | None
    corrects: str | None
    files: list[PaperFile]
    version: int


class PaperTextOut(Out):
    """What the draft says and what was issued, one paragraph a line; `issued` is empty while nobody can read it."""

    draft: str
    issued: str


class PaperFilter(Asked):
    """Which papers."""

    kind: PaperKind | None = None
    state: PaperState | None = None
    changed_since: Moment | None = None


class PaperFields(Body):
    """What may be settled for a paper; what is left out takes what the kind usually has."""

    addressees: Annotated[str, Field(max_length=2000)] = ""
    doc_mark: Annotated[str, Field(max_length=30)] = ""
    signer: Annotated[str, Field(max_length=60)] = ""
    labels_plan: bool = True
    copies_to: Annotated[str, Field(max_length=300)] = ""
    reply_by: Day | None = None


class NewPaper(PaperFields):
    """A paper to draft. Issuers are full names of committee bodies, the lead body first."""

    kind: Annotated[PaperKind, Choice]
    title: Title = ""
    issuers: Names | None = None
    annexes: Annexes | None = None
    unit: Code | None = None
    corrects: Code | None = None


class PaperChange(PaperFields):
    """What to change of a draft, which is written anew with it; what is left out stays."""

    seen_version: Seen
    title: Title = ""
    issuers: Names = []
    annexes: Annexes = []


class PaperStep(Body):
    """A step that needs no words."""

    seen_version: Seen | None = None


class IssueForm(Parts):
    """What came back. `text` is the final wording where the stamped file has none that can be read."""

    number: Annotated[str, Field(min_length=1, max_length=60)]
    signer: Annotated[str, Field(min_length=1, max_length=60)]
    issued_on: Day
    text: LongText = ""
    seen_version: Seen | None = None


PLAIN = (
    "code",
    "uid",
    "kind",
    "state",
    "title",
    "issuers",
    "addressees",
    "doc_mark",
    "annexes",
    "labels_plan",
    "copies_to",
    "reply_by",
    "is_edited",
    "number",
    "signer",
    "issued_on",
    "version",
)


def _out(row: Paper, zone: str) -> PaperOut:
    there = [one for one in PaperFile if getattr(row, f"{one}_file_id") is not None]
    return PaperOut.model_validate(
        {name: getattr(row, name) for name in PLAIN}
        | {
            "unit": row.unit.code if row.unit else None,
            "corrects": row.corrects.code if row.corrects else None,
            "drafted_at": local(row.drafted_at, zone),
            "files": there,
        }
    )


def _rows(request: ApiRequest) -> QuerySet[Paper]:
    return papers(request.actor).select_related("unit", "corrects", "week__region")


def _the_paper(request: ApiRequest, code: str) -> Paper:
    rows = visible_papers(request.actor).select_related("unit", "corrects", "week__region")
    return the_row(rows, code)


def _fresh(request: ApiRequest, row: Paper) -> PaperOut:
    return _out(_rows(request).get(pk=row.pk), request.week.zone)


@rest.read("/weeks/{week}/papers", PageOf[PaperOut], gettext_lazy("发文，新的在前"), needs=SEES)
def list_papers(request: ApiRequest, week: Slug, asked: Query[PaperFilter]) -> PageOf[PaperOut]:
    plain = {"kind": asked.kind, "state": asked.state}
    rows = narrowed(_rows(request), **plain)
    rows = changed_since(rows, asked.changed_since).order_by("-id")
    return page_of(request, PageOf[PaperOut], rows, asked, lambda row: _out(row, request.week.zone))


@rest.write(
    "POST", "/weeks/{week}/papers", PaperOut, gettext_lazy("按活动周的数据拟一份文"), needs=SEES, status=201
)
def draft_paper(request: ApiRequest, week: Slug, data: NewPaper, once: OnceKey = None) -> PaperOut:
    values = data.given("unit", "corrects")
    if data.unit is not None:
        values["unit"] = _unit(data.unit)
    if data.corrects is not None:
        values["corrects"] = _corrected(data.corrects)
    paper = actions.draft_paper(request.actor, request.week, request_uid=once, **values)
    return _fresh(request, paper)


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Refused(fields={"unit": _("没有这个单位。")}, code="invalid")
    return found


def _corrected(code: str) -> Paper:
    found = issued_papers().filter(code=code).first()
    if found is None:
        raise Refused(fields={"corrects": _("只能更正已经印发的同类发文。")}, code="not_issued")
    return found


@rest.read(PAPER, PaperOut, gettext_lazy("一份发文"), needs=SEES)
def get_paper(request: ApiRequest, week: Slug, code: Code) -> PaperOut:
    return _out(_the_paper(request, code), request.week.zone)


@rest.write("PATCH", PAPER, PaperOut, gettext_lazy("改草稿的栏目，草稿重新生成"), needs=SEES)
def edit_paper(request: ApiRequest, week: Slug, code: Code, data: PaperChange) -> PaperOut:
    paper = _the_paper(request, code)
    saved = actions.edit_paper(request.actor, paper, seen_version=data.seen_version, **data.given())
    return _fresh(request, saved)


@rest.read(
    f"{PAPER}/text", PaperTextOut, gettext_lazy("草稿和印发稿的文字（还要 contacts:read）"), needs=SEES
)
def get_text(request: ApiRequest, week: Slug, code: Code) -> PaperTextOut:
    require_scope(request.auth, CONTACTS)
    paper = _the_paper(request, code)
    return PaperTextOut(draft=paper.draft_text, issued=paper.issued_text)


@rest.read(
    f"{PAPER}/files/{{which}}", bytes, gettext_lazy("一份发文的文件（还要 contacts:read）"), needs=SEES
)
def get_file(request: ApiRequest, week: Slug, code: Code, which: PaperFile) -> HttpResponse:
    require_scope(request.auth, CONTACTS)
    return give_file(getattr(_the_paper(request, code), f"{which}_file"), which)


def _step(request: ApiRequest, code: str, data: PaperStep, action: Any) -> PaperOut:
    paper = _the_paper(request, code)
    return _fresh(request, action(request.actor, paper, seen_version=data.seen_version))


@rest.write("POST", f"{PAPER}/redraft", PaperOut, gettext_lazy("按现在的数据重新生成草稿"), needs=SEES)
def redraft_paper(request: ApiRequest, week: Slug, code: Code, data: PaperStep) -> PaperOut:
    return _step(request, code, data, actions.redraft_paper)


@rest.write("POST", f"{PAPER}/send", PaperOut, gettext_lazy("登记送签"), needs=SEES)
def send_for_signing(request: ApiRequest, week: Slug, code: Code, data: PaperStep) -> PaperOut:
    return _step(request, code, data, actions.send_for_signing)


@rest.write("POST", f"{PAPER}/take-back", PaperOut, gettext_lazy("退回来改"), needs=SEES)
def take_paper_back(request: ApiRequest, week: Slug, code: Code, data: PaperStep) -> PaperOut:
    return _step(request, code, data, actions.take_paper_back)


@rest.write("POST", f"{PAPER}/set-aside", PaperOut, gettext_lazy("搁置"), needs=SEES)
def set_paper_aside(request: ApiRequest, week: Slug, code: Code, data: PaperStep) -> PaperOut:
    return _step(request, code, data, actions.set_paper_aside)


@rest.write("POST", f"{PAPER}/take-up", PaperOut, gettext_lazy("继续拟稿"), needs=SEES)
def take_up_paper(request: ApiRequest, week: Slug, code: Code, data: PaperStep) -> PaperOut:
    return _step(request, code, data, actions.take_up_paper)


@rest.write(
    "POST", f"{PAPER}/issue", PaperOut, gettext_lazy("登记印发结果：字号、签发人、日期、盖章件"), needs=SEES
)
def record_issue(
    request: ApiRequest,
    week: Slug,
    code: Code,
    data: Form[IssueForm],
    scan: File[UploadedFile],
    final: File[UploadedFile | None] = None,
) -> PaperOut:
    paper = _the_paper(request, code)
    issued = actions.record_issue(
        request.actor,
        paper,
        number=data.number,
        signer=data.signer,
        issued_on=data.issued_on,
        scan=actions.Upload(scan.name or "", contents(scan, "scan")),
        final=actions.Upload(final.name or "", contents(final, "final")) if final else None,
        text=data.text,
        seen_version=data.seen_version,
    )
    return _fresh(request, issued)
