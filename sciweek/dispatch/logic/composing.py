"""From the week's data to an official paper, and what the data still lacks for it."""

from sciweek.dispatch.logic import forms, tables, wording
from sciweek.dispatch.logic.letters import asked_parties, letter_body
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.logic.notices import (
    activities,
    contacts,
    directions,
    hand_ins,
    notice_body,
    organisation,
    plan_body,
    plan_letter,
    requirements,
    time_and_theme,
)
from sciweek.dispatch.logic.phrases import addressees, days_words, named
from sciweek.dispatch.logic.reports import moment_of, report_body
from sciweek.papers.logic.blocks import Block
from sciweek.papers.logic.fields import Field
from sciweek.papers.logic.official import Annex, OfficialPaper, PaperKind, Plan

# Merge fields beyond those that every paper has: an office that writes its own sentences around the week's data
# puts these in place of the whole text.
MORE_FIELDS = (
    Field("届次", "活动周的名称", "2027年云川市临江区科技活动周"),
    Field("活动时间", "起止日期", "2027年5月22日至29日"),
    Field("活动主题", "本届主题", "走近科学 点亮生活"),
    Field("时间与主题", "“时间与主题”一节", "一、时间与主题……", is_block=True),
    Field("主要内容", "“主要内容”一节", "二、主要内容……", is_block=True),
    Field("主要活动", "“主要活动”一节", "三、主要活动……", is_block=True),
    Field("组织领导", "“组织领导”一节", "四、组织领导……", is_block=True),
    Field("材料报送", "“材料报送”一节", "五、材料报送……", is_block=True),
    Field("有关要求", "“有关要求”一节", "六、有关要求……", is_block=True),
    Field("联系方式", "“联系方式”一节", "七、联系方式……", is_block=True),
)


def default_title(material: Material, kind: str) -> str:
    key = f"report_{moment_of(material)}" if kind == "report" else kind
    return wording.TITLES[key].format(edition=material.edition)


def default_addressees(material: Material, wish: Wish) -> str:
    """Whom the kind goes to: all units, those that owe something, the body above."""
    match wish.kind:
        case "report":
            return material.parent_body
        case "letter":
            return named(asked_parties(material, wish.unit_id))
        case _:
            return addressees(material.parties, material.region_word)


def default_issuers(material: Material, kind: str) -> tuple[str, ...]:
    """All bodies jointly; a letter and a report go out from the lead body alone."""
    names = tuple(body.name for body in material.bodies)
    return names[:1] if kind in ("letter", "report") else names


def default_annexes(material: Material, kind: str) -> tuple[str, ...]:
    shown = any(one.is_public for one in material.activities)
    match kind:
        case "notice" | "plan_notice":
            return ("filing_form", "return_form")
        case "report" if shown:
            return ("arrangements",)
    return ()


def compose(
    material: Material, wish: Wish, *, notice_title: str = "", notice_number: str = ""
) -> OfficialPaper:
    """The whole paper. The notice that a letter reminds of is named when it has been issued."""
    title = wish.title or default_title(material, wish.kind)
    plan: Plan | None = None
    match wish.kind:
        case "plan_notice":
            plan_title = wording.TITLES["plan"].format(edition=material.edition)
            body = plan_letter(material, wish, plan_title)
            plan = Plan(plan_title, tuple(plan_body(material)), as_annex=wish.labels_plan)
        case "letter":
            body = letter_body(material, wish, notice_title=notice_title, notice_number=notice_number)
        case "report":
            body = report_body(material, wish)
        case _:
            body = notice_body(material, wish)
    return OfficialPaper(
        kind=PaperKind(wish.kind),
        issuers=wish.issuers or default_issuers(material, wish.kind),
        title=title,
        head_text="" if wish.kind == "letter" else "文件",
        number=f"{wish.doc_mark}〔{material.today.year}〕　号" if wish.doc_mark else "",
        signers=(wish.signer,) if wish.signer and wish.kind == "report" else (),
        addressees=wish.addressees or default_addressees(material, wish),
        body=tuple(body),
        plan=plan,
        annexes=tuple(_annex(material, one) for one in wish.annexes),
        copies_to=wish.copies_to,
        stamped=True,
        is_draft=True,
        fields={
            "届次": material.edition,
            "活动时间": days_words(material.starts_on, material.ends_on),
            "活动主题": material.theme,
        },
        blocks=_sections(material),
    )


def _sections(material: Material) -> dict[str, tuple[Block, ...]]:
    return {
        "时间与主题": tuple(time_and_theme(material)),
        "主要内容": tuple(directions(material)),
        "主要活动": tuple(activities(material)),
        "组织领导": tuple(organisation(material)),
        "材料报送": tuple(hand_ins(material)),
        "有关要求": tuple(requirements()),
        "联系方式": tuple(contacts(material, headed=True)),
    }


def _annex(material: Material, kind: str) -> Annex:
    title = annex_title(material, kind)
    match kind:
        case "arrangements":
            return Annex(title, (tables.as_block(tables.arrangements(material), landscape=True),))
        case "filing":
            return Annex(title, (tables.as_block(tables.filing(material), landscape=True),))
        case "filing_form":
            return Annex(title, tuple(forms.filing_form(material)))
        case _:
            return Annex(title, tuple(forms.return_form(material)))


def annex_title(material: Material, kind: str) -> str:
    key = "filing" if kind == "filing_form" else kind
    return wording.TITLES[key].format(edition=material.edition)
