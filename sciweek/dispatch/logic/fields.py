"""Merge fields beyond those that every paper has, for an office that writes its own sentences around the week's data.

Sections come without their headings, which stand in the office's template.
"""

from django.utils.translation import gettext, gettext_lazy

from sciweek.dispatch.logic import notices, reports, wording
from sciweek.dispatch.logic.letters import asked_items
from sciweek.dispatch.logic.material import Material, Wish
from sciweek.dispatch.logic.phrases import day_words, days_words, listed
from sciweek.papers.logic.blocks import Block
from sciweek.papers.logic.fields import Field

NOTICES = ("notice", "plan_notice")
# 正文 is not asked for where sections stand in its place: `own_problems` sees to that.
WHOLE = Field("正文", gettext_lazy("全部正文，由系统拟写"), "一、时间与主题……", is_block=True)
_WORDS = (
    Field("届次", gettext_lazy("活动周的名称"), "2027年云川市临江区科技活动周"),
    Field("活动时间", gettext_lazy("起止日期"), "2027年5月22日至29日"),
    Field("活动主题", gettext_lazy("本届主题"), "走近科学 点亮生活"),
    Field("依据", gettext_lazy("依据文件，不带“根据”"), "《…的通知》（云科发〔2027〕18号）"),
    Field("主办单位", gettext_lazy("组委会成员单位的简称"), "区科技局、区委宣传部、区科协"),
    Field("组委会办公室", gettext_lazy("组委会办公室设在哪里"), "区科技局业务科"),
    Field("答复期限", gettext_lazy("函请对方答复的日期"), "5月10日"),
)
_SECTIONS = {
    "主要内容": NOTICES,
    "主要活动": NOTICES,
    "材料报送": NOTICES,
    "有关要求": NOTICES,
    "联系方式": (*NOTICES, "letter"),
    "欠交材料": ("letter",),
    "总体安排": ("report",),
    "活动组织情况": ("report",),
    "材料报送情况": ("report",),
    "下一步工作": ("report",),
}


def more_fields(kind: str) -> tuple[Field, ...]:
    """The further fields of a kind."""
    parts = [
        Field(name, gettext("“%(name)s”一节的内容，不带标题") % {"name": name}, "……", is_block=True)
        for name, kinds in _SECTIONS.items()
        if kind in kinds
    ]
    return (WHOLE, *_WORDS, *parts)


def sections_of(kind: str) -> tuple[str, ...]:
    """Sections that may stand in place of the whole text."""
    return tuple(name for name, kinds in _SECTIONS.items() if kind in kinds)


def field_values(material: Material, wish: Wish) -> dict[str, str]:
    return {
        "届次": material.edition,
        "活动时间": days_words(material.starts_on, material.ends_on),
        "活动主题": material.theme,
        "依据": notices.basis_words(material),
        "主办单位": listed(body.short_name for body in material.bodies),
        "组委会办公室": material.office or wording.NOBODY_NAMED,
        "答复期限": day_words(wish.reply_by, material.year) if wish.reply_by else "近日",
    }


def section_blocks(material: Material, wish: Wish) -> dict[str, tuple[Block, ...]]:
    """What stands in each section of the kind, without its heading."""
    made: dict[str, list[Block]] = {
        "主要内容": notices.directions(material)[1:],
        "主要活动": notices.activities(material)[1:],
        "材料报送": notices.hand_ins(material)[1:],
        "有关要求": notices.requirements()[1:],
        "联系方式": notices.contacts(material)[1:],
        "欠交材料": asked_items(material, wish.unit_id),
        "总体安排": reports.general(material)[1:],
        "活动组织情况": reports.activities(material)[1:],
        "材料报送情况": reports.hand_ins(material)[1:],
        "下一步工作": reports.coming(material)[1:],
    }
    return {name: tuple(made[name]) for name in sections_of(wish.kind)}
