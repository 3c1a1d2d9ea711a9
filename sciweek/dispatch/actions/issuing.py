"""A paper's way out and back: 会签 and 签发 happen elsewhere; here is written down what came of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.dispatch.actions.drafting import require_issuers, words_of
from sciweek.dispatch.events import PaperIssued
from sciweek.dispatch.logic.numbers import is_number, tidied
from sciweek.dispatch.logic.scans import kind_of, paragraphs, text_layer
from sciweek.dispatch.models import Paper
from sciweek.dispatch.states import PAPER_MOVES, PaperState
from sciweek.files.actions import keep_file
from sciweek.files.models import StoredFile
from sciweek.logbook.actions import locked_row, move
from sciweek.week.actions import touch


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    data: bytes


def send_for_signing(actor: Actor, paper: Paper, *, seen_version: int | None = None) -> Paper:
    """The draft has gone to 会签 and 签发; it stays as it is until it comes back."""
    access.require(actor, "dispatch.run_papers", paper)
    require_issuers(paper.issuers)
    return move(
        actor, paper, PaperState.SENT, PAPER_MOVES, verb="send_for_signing", seen_version=seen_version
    )


def take_paper_back(actor: Actor, paper: Paper, *, seen_version: int | None = None) -> Paper:
    """It came back to be changed."""
    return move(
        actor, paper, PaperState.DRAFT, PAPER_MOVES, verb="take_paper_back", seen_version=seen_version
    )


def set_paper_aside(actor: Actor, paper: Paper, *, seen_version: int | None = None) -> Paper:
    """It will not go out; it can be taken up again."""
    return move(
        actor, paper, PaperState.SET_ASIDE, PAPER_MOVES, verb="set_paper_aside", seen_version=seen_version
    )


def take_up_paper(actor: Actor, paper: Paper, *, seen_version: int | None = None) -> Paper:
    """Go on with a paper that was set aside."""
    return move(actor, paper, PaperState.DRAFT, PAPER_MOVES, verb="take_up_paper", seen_version=seen_version)


def record_issue(
    actor: Actor,
    paper: Paper,
    *,
    number: str,
    signer: str,
    issued_on: date | None,
    scan: Upload | None,
    final: Upload | None = None,
    text: str = "",
    seen_version: int | None = None,
) -> Paper:
    """Write down what came back and freeze it: number, signer, date, the stamped PDF or OFD.

    The issued text is that of `final` (.docx), else `text`, else the PDF's own text layer; a scan or an OFD alone
    leaves it empty. Nothing of an issued paper changes any more: a correction is a new paper that names it.
    """
    access.require(actor, "dispatch.run_papers", paper)
    if (paper.state, PaperState.ISSUED) not in PAPER_MOVES:
        # Before anything is read or kept.
        words = _("这份文现在是“%(state)s”，不能登记。") % {"state": paper.get_state_display()}
        raise Refused(words, code="no_such_move")
    number, signer = tidied(number), clean(signer)
    problems = _problems(paper, number, signer, issued_on, scan, final)
    if problems:
        raise Refused(fields=problems, code="invalid")
    require_issuers(paper.issuers)
    if scan is None:
        raise AssertionError("a paper without its scan was let through")
    issued_text = _issued_text(paper, scan, final, text)
    return _frozen(
        actor,
        paper,
        scan,
        final,
        issued_text,
        seen_version,
        number=number,
        signer=signer,
        issued_on=issued_on,
    )


def _frozen(
    actor: Actor,
    paper: Paper,
    scan: Upload,
    final: Upload | None,
    issued_text: str,
    seen_version: int | None,
    **values: Any,
) -> Paper:
    with transaction.atomic():
        _require_free(paper, values["number"])
        stored = _kept(actor, paper, scan, "scan")
        kept = _kept(actor, paper, final, "final") if final else None
        issued = move(
            actor,
            locked_row(paper),
            PaperState.ISSUED,
            PAPER_MOVES,
            verb="record_issue",
            seen_version=seen_version,
            issued_file=stored,
            final_file=kept,
            **values,
        )
        # Not by way of the log: the text holds names and telephones.
        issued.issued_text = issued_text
        issued.save(update_fields=["issued_text"])
        touch(issued.week_id)
        facts.tell(PaperIssued(issued.week.region_id, issued.week_id, issued.pk))
    return issued


def _kept(actor: Actor, paper: Paper, upload: Upload, field: str) -> StoredFile:
    return keep_file(actor, owner_uid=paper.uid, name=upload.name, data=upload.data, field=field)


def _problems(
    paper: Paper,
    number: str,
    signer: str,
    issued_on: date | None,
    scan: Upload | None,
    final: Upload | None,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not is_number(number):
        problems["number"] = _("请写成“临科字〔2027〕9号”这样的发文字号：六角括号，年份四位，序号不写“第”。")
    if not signer:
        problems["signer"] = _("请写签发人。")
    if issued_on is None:
        problems["issued_on"] = _("请写成文日期。")
    elif not clock.is_plausible(issued_on) or issued_on > paper.week.today:
        problems["issued_on"] = _("成文日期不能晚于今天。请核对。")
    if scan is None:
        problems["scan"] = _("请选盖章后的 PDF 或 OFD 文件。")
    elif kind_of(scan.data) not in ("pdf", "ofd"):
        problems["scan"] = _("请选 PDF 或 OFD 文件；Word 稿请放在下面一栏。")
    if final is not None and kind_of(final.data) != "docx":
        problems["final"] = _("请选 Word 的 .docx 文件。")
    return problems


def _require_free(paper: Paper, number: str) -> None:
    if Paper.objects.filter(number=number).exclude(pk=paper.pk).exists():
        text = _("这个发文字号已经登记在另一份文上。请核对。")
        raise Refused(fields={"number": text}, code="number_taken")


def _issued_text(paper: Paper, scan: Upload, final: Upload | None, text: str) -> str:
    """What the issued paper says, one paragraph a line; empty when nobody can read it."""
    if final is not None:
        return words_of(final.data, "final")
    if text.strip():
        return "\n".join(line for line in clean_lines(text).splitlines() if line)
    if kind_of(scan.data) != "pdf":
        return ""
    lines = text_layer(scan.data)
    return "\n".join(paragraphs(lines, paper.draft_text.splitlines())) if lines else ""
