"""Blank forms that units fill in: in Word, by hand or on screen."""

from sciweek.dispatch.logic import wording
from sciweek.dispatch.logic.material import DutyLine, Material
from sciweek.dispatch.logic.notices import due_words
from sciweek.papers.logic.blocks import Block, FormBlock, Para

RETURN_HEADINGS = ("岗位", "单位", "姓名", "职务", "办公电话", "手机", "电子邮箱")
POSTS = ("联络员", "宣传员", "统计员")


def _due_of(material: Material, *words: str) -> DutyLine | None:
    """The duty that a form belongs to, found by words of its name."""
    return next((one for one in material.duties if any(word in one.what for word in words)), None)


def _asks(material: Material, one: DutyLine | None, form: str) -> list[Block]:
    if one is None:
        return []
    receiver = one.receiver or wording.NOBODY_NAMED
    return [Para(wording.FORM_ASKS.format(due=due_words(one, material.year), form=form, receiver=receiver))]


def return_form(material: Material) -> list[Block]:
    """联络员回执: the unit names its people."""
    rows: list[tuple[tuple[str, str], ...]] = [(("单位名称", ""),)]
    for post in POSTS:
        rows += [
            ((post, ""), ("职务", "")),
            (("办公电话", ""), ("手机", "")),
            (("电子邮箱", ""),),
        ]
    rows.append((("备注", ""),))
    return [
        FormBlock(tuple(rows), lines={"备注": 3}),
        *_asks(material, _due_of(material, "联络员", "回执"), "回执"),
        *(Para(line, indent=0) for line in wording.FORM_SIGN),
    ]


def filing_form(material: Material) -> list[Block]:
    """重点活动备案表, blank: one activity a sheet."""
    rows: tuple[tuple[tuple[str, str], ...], ...] = (
        (("活动名称", ""),),
        (("主办单位", ""),),
        (("承办单位", ""),),
        (("活动时间", ""),),
        (("活动地点", ""),),
        (("活动方式", "□线下　□线上　□线上线下结合"),),
        (("参加对象", ""), ("预计人数", "")),
        (("主要内容", ""),),
        (("安全责任人", ""), ("联系电话", "")),
        (("联系人", ""), ("联系电话", "")),
        (("保密审查意见", "□公开　□不予公开　□需报审　　审查人：　　　　　依据："),),
        (("单位意见", "（盖章）　　　　年　　月　　日"),),
    )
    return [
        FormBlock(rows, lines={"主要内容": 3, "单位意见": 2}),
        *_asks(material, _due_of(material, "备案表"), "表"),
    ]
