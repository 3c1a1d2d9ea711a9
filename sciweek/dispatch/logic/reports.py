"""报告: how the week stands, for the body above. It counts what was decided, never what was estimated."""

from collections import Counter
from datetime import date

from sciweek.dispatch.logic import wording
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.logic.notices import basis_words
from sciweek.dispatch.logic.phrases import day_words, days_words, listed
from sciweek.papers.logic.blocks import Block, Heading, Para


def moment_of(material: Material) -> str:
    """before, during or after the week."""
    if material.today < material.starts_on:
        return "before"
    return "during" if material.today <= material.ends_on else "after"


def report_body(material: Material, wish: Wish) -> list[Block]:
    basis = wording.REPORT_BASIS.format(basis=basis_words(material)) if material.basis else ""
    begins = wording.REPORT_BEGINS.format(basis_words=basis, edition=material.edition)
    return [
        *([Para(wish.corrects)] if wish.corrects else []),
        Para(begins),
        *general(material),
        *activities(material),
        *hand_ins(material),
        *coming(material),
        Para(wording.REPORT_ENDS),
    ]


def general(material: Material) -> list[Block]:
    moment = moment_of(material)
    parts = [
        wording.REPORT_WHEN[moment].format(
            edition=material.edition, days=days_words(material.starts_on, material.ends_on, material.year)
        )
    ]
    if material.theme:
        parts.append(wording.REPORT_THEME.format(theme=material.theme))
    if material.bodies:
        parts.append("由" + listed(body.short_name for body in material.bodies) + "主办")
    if material.parties:
        parts.append(wording.REPORT_WHO.format(count=len(material.parties)))
    return [Heading(1, wording.REPORT_WHAT), Para("，".join(parts) + "。")]


def activities(material: Material) -> list[Block]:
    public = [one for one in material.activities if one.is_public]
    if not public:
        return []
    modes = Counter(one.mode for one in public if one.mode)
    words = "，其中" + "、".join(f"{mode}{count}项" for mode, count in modes.most_common())
    text = wording.REPORT_PLANNED.format(
        today=day_words(material.today), count=len(public), modes=words if len(modes) > 1 else ""
    )
    kinds = Counter(one.kind for one in public if one.kind)
    if len(kinds) > 1:
        text += wording.REPORT_BY_KIND.format(
            kinds="，".join(f"{kind}{count}项" for kind, count in kinds.most_common())
        )
    return [Heading(1, wording.REPORT_ACTIVITIES), Para(text)]


def hand_ins(material: Material) -> list[Block]:
    due = [one for one in material.duties if one.units and one.due_on <= material.today]
    if not due:
        return []
    text = "".join(
        wording.REPORT_HANDED.format(
            what=one.what, total=len(one.units), done=len(one.units) - len(one.owing)
        )
        for one in due
    )
    return [Heading(1, wording.REPORT_PAPERS), Para(text.rstrip("；") + "。")]


def coming(material: Material) -> list[Block]:
    ahead = [one for one in material.duties if one.due_on > material.today]
    text = "".join(
        wording.REPORT_NEXT_DUTY.format(what=one.what, due=_due(one.due_on, material)) for one in ahead
    )
    return [Heading(1, wording.REPORT_NEXT), Para(text + wording.REPORT_NEXT_LAST[moment_of(material)])]


def _due(day: date, material: Material) -> str:
    return day_words(day, material.today.year)
