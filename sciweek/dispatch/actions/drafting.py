"""Writing a draft, writing it again, and taking in what the office made of it in Word."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.committee.models import Unit
from sciweek.committee.queries import bodies
from sciweek.dispatch.events import PaperDrafted
from sciweek.dispatch.logic.composing import (
    default_addressees,
    default_annexes,
    default_issuers,
    default_title,
)
from sciweek.dispatch.logic.gaps import gaps
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.logic.scans import kind_of
from sciweek.dispatch.logic.wording import DRAFT_FILE, TITLES, file_name
from sciweek.dispatch.models import Paper
from sciweek.dispatch.queries.making import Made, make_paper
from sciweek.dispatch.queries.material import material_of
from sciweek.dispatch.queries.papers import correction_words, wish_of
from sciweek.dispatch.states import ANNEXES, PaperKind, PaperState
from sciweek.files.actions import keep_file
from sciweek.logbook.actions import append, locked_row, once, save_changes
from sciweek.papers.logic.lines import text_of
from sciweek.week.models import Week

LONGEST = {"title": 200, "doc_mark": 30, "signer": 60, "copies_to": 300, "addressees": 2000}
# What the office settles on the page; each stands in the text, so that changing one writes the draft anew.
SETTLED = (
    "title",
    "issuers",
    "addressees",
    "doc_mark",
    "signer",
    "annexes",
    "labels_plan",
    "copies_to",
    "reply_by",
)


def draft_paper(
    actor: Actor,
    week: Week,
    *,
    kind: str,
    title: str = "",
    issuers: Sequence[str] | None = None,
    addressees: str = "",
    doc_mark: str = "",
    signer: str = "",
    annexes: Sequence[str] | None = None,
    labels_plan: bool = True,
    copies_to: str = "",
    reply_by: date | None = None,
    unit: Unit | None = None,
    corrects: Paper | None = None,
    request_uid: UUID | str | None = None,
) -> Paper:
    """Write a draft from the week's data. What is left empty takes what the kind usually has.

    Only committee bodies issue papers: an inner section writes a message, never under a red head. Raises `Refused`
    with field messages, or with what the week lacks.
    """
    access.require(actor, "dispatch.run_papers", week)
    if kind not in PaperKind.values:
        raise Refused(fields={"kind": _("请选发什么文。")}, code="invalid")
    if corrects is not None and (corrects.state != PaperState.ISSUED or corrects.kind != kind):
        raise Refused(_("只能更正已经印发的同类发文。"), code="not_issued")
    if unit is not None and kind != PaperKind.LETTER:
        raise Refused(fields={"unit": _("只有函可以只发给一个单位。")}, code="invalid")
    material = material_of(week)
    _require_complete(material, kind, unit.pk if unit else None)
    if corrects is not None and not title:
        title = TITLES["correction"].format(old=corrects.title)
    values = _checked(
        kind,
        {
            "title": title or default_title(material, kind),
            "issuers": list(default_issuers(material, kind) if issuers is None else issuers),
            "addressees": addressees,
            "doc_mark": doc_mark,
            "signer": signer,
            "annexes": list(default_annexes(material, kind) if annexes is None else annexes),
            "labels_plan": labels_plan,
            "copies_to": copies_to,
            "reply_by": reply_by,
        },
    )
    wish = Wish(
        kind=kind,
        unit_id=unit.pk if unit else None,
        corrects=correction_words(corrects),
        **_as_wish(values),
    )
    if not values["addressees"]:
        values["addressees"] = default_addressees(material, wish)
        wish = Wish(kind=kind, unit_id=wish.unit_id, corrects=wish.corrects, **_as_wish(values))
    # Written before the transaction: on SQLite nobody else could write meanwhile.
    made = make_paper(material, wish)
    row = Paper(week=week, kind=kind, unit=unit, corrects=corrects, **values)
    return _begin_paper(actor, row, made, request_uid=request_uid)


@once
def _begin_paper(actor: Actor, paper: Paper, made: Made) -> Paper:
    with transaction.atomic():
        paper.save()
        _keep(actor, paper, made)
        append(actor, "draft_paper", paper)
    return paper


def edit_paper(actor: Actor, paper: Paper, *, seen_version: int | None = None, **values: Any) -> Paper:
    """Change what the office settles (`SETTLED`) and write the draft again with it."""
    _require_draft(actor, paper)
    if paper.is_edited:
        raise Refused(
            _("这份草稿已换成办公室改过的 Word 稿。请接着在 Word 里改，或者先用现在的数据重新生成。"),
            code="edited",
        )
    wanted = _checked(paper.kind, {name: getattr(paper, name) for name in SETTLED} | values)
    if seen_version is None and all(getattr(paper, name) == value for name, value in wanted.items()):
        return paper
    material = material_of(paper.week)
    _require_complete(material, paper.kind, paper.unit_id)
    wish = replace(wish_of(paper), **_as_wish(wanted))
    if not wanted["addressees"]:
        wanted["addressees"] = default_addressees(material, wish)
        wish = replace(wish, addressees=wanted["addressees"])
    made = make_paper(material, wish)
    with transaction.atomic():
        _still_draft(paper)
        saved = save_changes(actor, paper, verb="edit_paper", seen_version=seen_version, **wanted)
        _keep(actor, saved, made)
    return saved


def redraft_paper(actor: Actor, paper: Paper, *, seen_version: int | None = None) -> Paper:
    """Write the draft again from the week as it is now. An edited draft is replaced; its file is kept."""
    _require_draft(actor, paper)
    material = material_of(paper.week)
    _require_complete(material, paper.kind, paper.unit_id)
    made = make_paper(material, wish_of(paper))
    with transaction.atomic():
        locked = _still_draft(paper)
        saved = save_changes(
            actor,
            locked,
            verb="redraft_paper",
            seen_version=seen_version,
            is_edited=False,
            drafted_at=clock.now(),
        )
        _keep(actor, saved, made)
    return saved


def hand_in_draft(
    actor: Actor, paper: Paper, *, name: str, data: bytes, seen_version: int | None = None
) -> Paper:
    """Take in the draft as the office has edited it in Word. Raises `Refused` for field `file`."""
    _require_draft(actor, paper)
    if kind_of(data) != "docx":
        raise Refused(fields={"file": _("请选 Word 的 .docx 文件。")}, code="not_docx")
    text = words_of(data, "file")
    if not text.strip():
        raise Refused(fields={"file": _("这个文件里没有文字。")}, code="empty")
    with transaction.atomic():
        locked = _still_draft(paper)
        stored = keep_file(actor, owner_uid=paper.uid, name=name, data=data, field="file")
        handed_in = save_changes(
            actor,
            locked,
            verb="hand_in_draft",
            seen_version=seen_version,
            draft_file=stored,
            is_edited=True,
        )
        # Not by way of the log: the text holds names and telephones.
        handed_in.draft_text, handed_in.preview_file, handed_in.preview_failed = text, None, False
        handed_in.save(update_fields=["draft_text", "preview_file", "preview_failed"])
        facts.tell(PaperDrafted(paper.week.region_id, paper.week_id, paper.pk))
    return handed_in


def words_of(docx: bytes, field: str) -> str:
    """The text of a Word file, one paragraph a line. Raises `Refused` for the field that it was handed in by."""
    try:
        return "\n".join(text_of(docx))
    except Refused as refusal:
        raise Refused(fields={field: refusal.message}, code=refusal.code) from refusal


def require_issuers(names: Sequence[str]) -> None:
    """Only the week's committee bodies issue papers; each once, the lead body first."""
    known = set(bodies().values_list("name", flat=True))
    if not names:
        raise Refused(fields={"issuers": _("请选发文机关。")}, code="no_issuer")
    strange = [name for name in names if name not in known]
    if strange:
        words = _("“%(name)s”不是组委会成员单位，不能作为发文机关。内设科室请用消息提醒，不要对外发文。")
        raise Refused(fields={"issuers": words % {"name": strange[0]}}, code="not_a_body")


def _require_complete(material: Material, kind: str, unit_id: int | None = None) -> None:
    stops = [gap.words for gap in gaps(material, kind, unit_id) if gap.stops]
    if stops:
        raise Refused("".join(stops), code="gaps")


def _require_draft(actor: Actor, paper: Paper) -> None:
    access.require(actor, "dispatch.run_papers", paper)
    if paper.state != PaperState.DRAFT:
        raise Refused(_("只有草稿可以改。已印发的文另拟一份更正。"), code="frozen")


def _still_draft(paper: Paper) -> Paper:
    """The locked row; somebody may have sent it for signing meanwhile."""
    locked = locked_row(paper)
    if locked.state != PaperState.DRAFT:
        raise Refused(_("这份文刚刚已经送签，没有改动。请刷新页面。"), code="frozen")
    return locked


def _checked(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values cleaned, or `Refused` with a message for each field."""
    values = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    values["issuers"] = list(dict.fromkeys(values["issuers"]))
    values["addressees"] = values["addressees"].rstrip("：:")
    problems: dict[str, str] = {}
    if not values["title"]:
        problems["title"] = _("请写标题。")
    for name, longest in LONGEST.items():
        if len(values[name]) > longest:
            problems[name] = _("最多 %(count)d 个字，现在有 %(have)d 个。") % {
                "count": longest,
                "have": len(values[name]),
            }
    allowed = ANNEXES[PaperKind(kind)]
    if any(name not in allowed for name in values["annexes"]):
        problems["annexes"] = _("这类发文不带这个附件。")
    values["annexes"] = [str(name) for name in allowed if name in values["annexes"]]
    if values["reply_by"] is not None and not clock.is_plausible(values["reply_by"]):
        problems["reply_by"] = _("没有这样的年份。请写成 2027 这样的四位数。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    require_issuers(values["issuers"])
    return values


def _as_wish(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"issuers": tuple(values["issuers"]), "annexes": tuple(values["annexes"])}


def _keep(actor: Actor, paper: Paper, made: Made) -> None:
    """Put what was written on the paper's row, which the caller has locked or just made."""
    stored = keep_file(actor, owner_uid=paper.uid, name=file_name(DRAFT_FILE, paper.title), data=made.docx)
    paper.draft_file = stored
    paper.preview_file, paper.preview_failed = None, False
    paper.composed_text = paper.draft_text = made.text
    paper.drafted_at = clock.now()
    paper.is_edited = False
    paper.save(
        update_fields=[
            "draft_file",
            "preview_file",
            "preview_failed",
            "composed_text",
            "draft_text",
            "drafted_at",
            "is_edited",
        ]
    )
    facts.tell(PaperDrafted(paper.week.region_id, paper.week_id, paper.pk))
