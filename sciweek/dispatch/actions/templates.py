"""The office's own Word templates."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.ids import new_uid
from sciweek.dispatch.logic.frames import problems_of
from sciweek.dispatch.logic.scans import kind_of
from sciweek.dispatch.models import Template
from sciweek.dispatch.queries.papers import template_bytes
from sciweek.dispatch.states import PaperKind
from sciweek.files.actions import keep_file
from sciweek.logbook.actions import append, locked_row, once, save_changes
from sciweek.papers.logic.container import problems_of as unopenable
from sciweek.week.models import Region

MOST_BYTES = 5 * 1024 * 1024


def upload_template(
    actor: Actor,
    region: Region,
    *,
    kind: str,
    name: str,
    data: bytes,
    request_uid: UUID | str | None = None,
) -> Template:
    """Check a template and keep it. It is not used until somebody says so."""
    access.require(actor, "dispatch.run_papers", region)
    if kind not in PaperKind.values:
        raise Refused(fields={"kind": _("请选是哪类发文的模板。")}, code="invalid")
    if kind_of(data) != "docx":
        raise Refused(
            fields={"file": _("请选 Word 的 .docx 文件；旧的 .doc 请先在 Word 里另存为 .docx。")},
            code="not_docx",
        )
    if len(data) > MOST_BYTES:
        raise Refused(fields={"file": _("模板超过 5 MB。请删去里面的图片。")}, code="too_large")
    unfit = unopenable(data)
    if unfit:
        raise Refused(fields={"file": "".join(unfit)}, code="not_docx")
    # Read and tried before the transaction: on SQLite nobody else could write meanwhile.
    problems = problems_of(data, kind)
    return _keep_template(actor, region, kind, name, data, problems, request_uid=request_uid)


@once
def _keep_template(
    actor: Actor, region: Region, kind: str, name: str, data: bytes, problems: list[str]
) -> Template:
    uid = new_uid()
    with transaction.atomic():
        stored = keep_file(actor, owner_uid=uid, name=name, data=data, field="file")
        template = Template.objects.create(
            uid=uid,
            region=region,
            kind=kind,
            file=stored,
            checked_at=clock.now(),
            problems=problems,
            created_by=actor.name[:60],
        )
        append(actor, "upload_template", template)
    return template


def use_template(actor: Actor, template: Template) -> Template:
    """Write papers of its kind with it from now on; checked once more, since fields change with versions."""
    access.require(actor, "dispatch.run_papers", template)
    problems = problems_of(template_bytes(template), template.kind)
    if problems:
        now = clock.now()
        save_changes(actor, template, verb="check_template", problems=problems, is_used=False, checked_at=now)
        raise Refused(_("模板还有问题，改好后重新上传才能启用。"), code="unsound")
    with transaction.atomic():
        for used in Template.objects.filter(kind=template.kind, is_used=True).exclude(pk=template.pk):
            save_changes(actor, used, verb="drop_template", is_used=False)
        return save_changes(
            actor, locked_row(template), verb="use_template", is_used=True, checked_at=clock.now()
        )


def drop_template(actor: Actor, template: Template) -> Template:
    """Back to the product's own template."""
    access.require(actor, "dispatch.run_papers", template)
    return save_changes(actor, template, verb="drop_template", is_used=False)
