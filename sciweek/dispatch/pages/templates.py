"""The office's own Word templates: handed in, checked, shown by an example, put to use."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.base.uploads import contents
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.dispatch import actions
from sciweek.dispatch.forms import TemplateForm
from sciweek.dispatch.logic.examples import example_docx
from sciweek.dispatch.logic.fields import more_fields
from sciweek.dispatch.logic.frames import text_template
from sciweek.dispatch.logic.pictures import page_count
from sciweek.dispatch.models import Template
from sciweek.dispatch.pages.documents import PDF, WORD, download, picture
from sciweek.dispatch.queries.papers import template_bytes
from sciweek.dispatch.rules import visible_templates
from sciweek.dispatch.states import PaperKind
from sciweek.files.pages import send_file
from sciweek.papers.logic.fields import fields_of
from sciweek.papers.logic.preview import preview_pdf
from sciweek.papers.logic.skeletons import builtin_template


@dataclass(frozen=True)
class FieldLine:
    """A merge field as it is written in Word, braces and all."""

    written: str
    meaning: str
    is_block: bool


@dataclass(frozen=True)
class KindLine:
    """One kind: the template that is used (none: the product's own), and its merge fields."""

    kind: str
    label: str
    used: Template | None
    fields: tuple[FieldLine, ...]


@desk_page("dispatch.see_papers", needs_week=False)
def template_list(request: DeskRequest) -> HttpResponse:
    """Which template each kind uses, what was handed in, and handing one in."""
    may_run = access.may(request.actor, "dispatch.run_papers", request.region)
    form = TemplateForm(posted(request), request.FILES or None)
    if request.method == "POST":
        access.require(request.actor, "dispatch.run_papers", request.region)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                made = actions.upload_template(
                    request.actor,
                    request.region,
                    kind=form.cleaned_data["kind"],
                    name=upload.name,
                    data=contents(upload, "file"),
                    request_uid=form.once_key,
                )
            except Refused as refusal:
                form.show(refusal)
            else:
                return redirect("dispatch:template", code=made.code)
    rows = list(visible_templates(request.actor).select_related("file"))
    used = {row.kind: row for row in rows if row.is_used}
    lines = [
        KindLine(kind.value, str(kind.label), used.get(kind.value), _fields(kind.value)) for kind in PaperKind
    ]
    context = {
        "form": form,
        "lines": lines,
        "rows": rows,
        "may_run": may_run,
        "week": request.week,
        "region": request.region,
    }
    return render(request, "dispatch/templates.html", context, status=422 if form.errors else 200)


def _fields(kind: str) -> tuple[FieldLine, ...]:
    known = {field.name: field for field in (*fields_of(kind), *more_fields(kind))}
    return tuple(
        FieldLine(f"{{{{{field.name}}}}}", str(field.meaning), field.is_block) for field in known.values()
    )


def find_template(request: DeskRequest, code: str) -> Template:
    found = visible_templates(request.actor).select_related("file").filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("dispatch.see_papers", needs_week=False)
def template_page(request: DeskRequest, code: str) -> HttpResponse:
    """What the check found, and how an invented paper looks in it."""
    template = find_template(request, code)
    pages = range(0)
    trouble = ""
    if not template.problems:
        try:
            pages = range(1, page_count(_example(template)) + 1)
        except Refused as refusal:
            trouble = str(refusal.message)
    context = {
        "template": template,
        "pages": pages,
        "trouble": trouble,
        "may_run": access.may(request.actor, "dispatch.run_papers", request.region),
        "week": request.week,
        "region": request.region,
    }
    return render(request, "dispatch/template.html", context)


def _example(template: Template) -> bytes:
    return _example_pdf(template_bytes(template), template.kind)


@lru_cache(maxsize=4)
def _example_pdf(data: bytes, kind: str) -> bytes:
    """Set once for the page and all its pictures."""
    return preview_pdf(example_docx(data, kind))


@desk_page("dispatch.see_papers", needs_week=False)
def template_picture(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """One page of the example."""
    template = find_template(request, code)
    if template.problems:
        raise Http404(code)
    return picture(_example(template), number)


@desk_page("dispatch.see_papers", needs_week=False)
def template_file(request: DeskRequest, code: str, which: str) -> HttpResponseBase:
    """The template itself, or its example as PDF."""
    template = find_template(request, code)
    if which == "example":
        if template.problems:
            raise Http404(code)
        return download(_example(template), f"{template.get_kind_display()}.pdf", PDF)
    return send_file(template.file)


@desk_page("dispatch.see_papers", needs_week=False)
def template_builtin(request: DeskRequest, kind: str, which: str) -> HttpResponse:
    """The product's own template to start from: `text` with all standing sentences, `frame` with fields alone."""
    if kind not in PaperKind.values or which not in ("text", "frame"):
        raise Http404(kind)
    data = text_template(kind) if which == "text" else builtin_template(kind)
    return download(data, f"{PaperKind(kind).label}{_('模板')}.docx", WORD)


@require_POST
@desk_page("dispatch.see_papers", needs_week=False)
def template_move(request: DeskRequest, code: str) -> HttpResponse:
    """Use a template, or go back to the product's own."""
    template = find_template(request, code)
    access.require(request.actor, "dispatch.run_papers", template)
    try:
        if request.POST.get("to") == "use":
            actions.use_template(request.actor, template)
            messages.success(request, _("已启用。以后拟的这类发文都用它。"))
        else:
            actions.drop_template(request.actor, template)
            messages.success(request, _("已改回内置模板。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("dispatch:template", code=code)
    return redirect("dispatch:templates")
