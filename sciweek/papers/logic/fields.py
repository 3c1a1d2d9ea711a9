"""The merge fields of each kind of paper: {{标题}} in a Word template is replaced by the paper's title."""

import re
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sciweek.papers.logic.official import PaperKind

FIELD = re.compile(r"\{\{\s*+([^{}\s]++(?:[^\S\n]++[^{}\s]++)*+)\s*+\}\}")
"""A merge field in the text of a paragraph. Nothing is given back once it is taken (++): one that never ends is gone
through once."""


@dataclass(frozen=True, slots=True)
class Field:
    """A merge field. `is_block`: it stands alone in its paragraph, which becomes several paragraphs."""

    name: str
    meaning: str | Promise
    example: str
    is_block: bool = False
    required: bool = False


_ALL = (
    Field("发文机关标志", _("红头：各发文机关名称，加“文件”"), "云川市临江区科学技术局文件", is_block=True),
    Field("发文字号", _("机关代字、年份和顺序号；还没有编号时留出位置"), "临科字〔2028〕9号"),
    Field(
        "发文字号和签发人",
        _("上行文：发文字号居左，签发人居右"),
        "临科报〔2028〕3号　签发人：沈玥",
        is_block=True,
    ),
    Field("签发人", _("签发人姓名"), "沈玥"),
    Field("发文机关", _("各发文机关名称，以顿号相连"), "云川市临江区科学技术局、云川市临江区科学技术协会"),
    Field("主办机关", _("排在最前的发文机关"), "云川市临江区科学技术局"),
    Field("标题", _("公文标题，自动按词回行"), "关于举办2028年临江区科技活动周的通知", required=True),
    Field("主送机关", _("主送机关，不带冒号"), "各街道科技服务站，区直有关部门"),
    Field("正文", _("全部正文，标题逐级编号"), "一、时间与主题……", is_block=True, required=True),
    Field("附件说明", _("附件的顺序号和名称"), "附件：1.活动安排表", is_block=True, required=True),
    Field("落款", _("发文机关署名和成文日期"), "云川市临江区科学技术局　2028年4月12日", is_block=True),
    Field("成文日期", _("成文日期"), "2028年4月12日"),
    Field("附注", _("附注，不带圆括号"), "联系人：何清；电话：0890-6120027"),
    Field("印发标题", _("所印发方案的标题"), "2028年云川市临江区科技活动周实施方案"),
    Field("印发内容", _("所印发的方案，另页开始"), "2028年云川市临江区科技活动周实施方案……", is_block=True),
    Field("附件", _("各附件，每个另页开始"), "附件1……", is_block=True, required=True),
    Field("版记", _("抄送机关、印发机关和印发日期，在末页底部"), "抄送：云川市科学技术局。", is_block=True),
    Field("抄送机关", _("抄送机关，不带句号"), "云川市科学技术局"),
    Field("印发机关", _("印发机关"), "云川市临江区科学技术局办公室"),
    Field("印发日期", _("印发日期"), "2028年4月12日"),
)

_ONLY = {
    "发文字号和签发人": {PaperKind.report},
    "签发人": {PaperKind.report},
    "印发标题": {PaperKind.plan_notice},
    "印发内容": {PaperKind.plan_notice},
    "印发机关": {PaperKind.notice, PaperKind.plan_notice, PaperKind.report},
    "印发日期": {PaperKind.notice, PaperKind.plan_notice, PaperKind.report},
}
EITHER = {"落款": ("落款", "成文日期")}
"""A field that may be replaced by another one: one of them must be there."""


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields that a template of this kind may hold, in the order in which they usually stand."""
    wanted = PaperKind(kind)
    return tuple(
        replace(field, required=True) if field.name == "印发内容" else field
        for field in _ALL
        if wanted in _ONLY.get(field.name, set(PaperKind))
    )
