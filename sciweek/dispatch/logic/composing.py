"""From the week's data to an official paper, and what the data still lacks for it."""

from sciweek.dispatch.logic import forms, tables, wording
from sciweek.dispatch.logic.fields import field_values, section_blocks
from sciweek.dispatch.logic.letters import asked_parties, letter_body
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.logic.notices import notice_body, plan_body, plan_letter
from sciweek.dispatch.logic.phrases import addressees, named
from sciweek.dispatch.logic.reports import moment_of, report_body
from sciweek.papers.logic.official import Annex, OfficialPaper, PaperKind, Plan


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
        fields=field_values(material, wish),
        blocks={"正文": tuple(body), **section_blocks(material, wish)},
    )


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
    return wording.TITLES[kind].format(edition=material.edition)
