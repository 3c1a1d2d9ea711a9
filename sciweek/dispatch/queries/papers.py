"""Papers, what can still be made, and how a draft came back."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.dispatch.logic.changes import Row, compared
from sciweek.dispatch.logic.gaps import Gap, gaps
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.logic.wording import CORRECTS
from sciweek.dispatch.models import Paper, Template
from sciweek.dispatch.rules import visible_papers
from sciweek.dispatch.states import PaperKind, PaperState
from sciweek.files.queries import read_bytes

HEAVY = ("composed_text", "draft_text", "issued_text")
NOTICES = (PaperKind.NOTICE, PaperKind.PLAN_NOTICE)


@dataclass(frozen=True, slots=True)
class Possible:
    """A kind of paper that could be drafted, with what the week lacks for it."""

    kind: str
    label: str
    gaps: tuple[Gap, ...]

    @property
    def is_ready(self) -> bool:
        return not any(gap.stops for gap in self.gaps)


def papers(actor: Actor) -> QuerySet[Paper]:
    """The week's papers, newest first, without their texts."""
    return visible_papers(actor).defer(*HEAVY)


def possible_papers(material: Material) -> tuple[Possible, ...]:
    return tuple(
        Possible(kind.value, str(kind.label), tuple(gaps(material, kind.value))) for kind in PaperKind
    )


def template_in_use(kind: str) -> Template | None:
    """The region's own template of the kind; None: the product's."""
    return Template.objects.filter(kind=kind, is_used=True).select_related("file").first()


def template_bytes(template: Template) -> bytes:
    """The Word file. Raises `Refused` where the media folder was not restored with the database."""
    try:
        return read_bytes(template.file)
    except FileNotFoundError as error:
        words = _("模板文件“%(name)s”不在服务器上了。请改回内置模板，或者请管理员从备份恢复。")
        raise Refused(words % {"name": template.file.name}, code="file_gone") from error


def issued_papers() -> QuerySet[Paper]:
    return Paper.objects.filter(state=PaperState.ISSUED)


def issued_notice() -> Paper | None:
    """The week's own notice as it was issued, a correction before what it puts right."""
    return issued_papers().filter(kind__in=NOTICES).order_by("-issued_on", "-id").first()


def wish_of(paper: Paper) -> Wish:
    """What the office has settled for the paper."""
    return Wish(
        kind=paper.kind,
        title=paper.title,
        issuers=tuple(paper.issuers),
        addressees=paper.addressees,
        doc_mark=paper.doc_mark,
        signer=paper.signer,
        annexes=tuple(paper.annexes),
        labels_plan=paper.labels_plan,
        copies_to=paper.copies_to,
        reply_by=paper.reply_by,
        unit_id=paper.unit_id,
        corrects=correction_words(paper.corrects),
    )


def correction_words(old: Paper | None) -> str:
    return CORRECTS.format(old=old.title, number=old.number) if old else ""


def changes_of(paper: Paper) -> list[Row]:
    """The draft beside what came back."""
    return compared(paper.draft_text.splitlines(), paper.issued_text.splitlines())
