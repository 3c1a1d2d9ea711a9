"""An invented paper in the office's own template, to look at before it is used."""

from datetime import date

from sciweek.dispatch.logic.composing import compose
from sciweek.dispatch.logic.material import (
    Body,
    ContactLine,
    DutyLine,
    Material,
    Party,
    SeriesLine,
    Wish,
)
from sciweek.papers.logic.merging import merge_template

EXAMPLE = Material(
    title="2028年云川市临江区科技活动周",
    region="临江区",
    region_word="区",
    today=date(2028, 4, 12),
    starts_on=date(2028, 5, 20),
    ends_on=date(2028, 5, 27),
    theme="科学就在身边",
    parent_body="云川市科技活动周组委会",
    office="区科技局业务科",
    bodies=(
        Body("云川市临江区科学技术局", "区科技局"),
        Body("中共云川市临江区委宣传部", "区委宣传部"),
        Body("云川市临江区科学技术协会", "区科协"),
    ),
    parties=(
        Party(1, "云栖街道办事处", "street"),
        Party(2, "望江街道办事处", "street"),
        Party(3, "区教育局", "department"),
        Party(4, "区应急管理局", "department"),
    ),
    directions=(
        ("讲好科学家的故事", "请科技工作者走进校园和社区，讲自己的研究。"),
        ("打开身边的科学大门", "实验室、水厂、科普基地向居民开放。"),
    ),
    basis=(("关于举办2028年云川科技活动周的通知", "云科发〔2028〕6号"),),
    series=(
        SeriesLine("科技活动周启动仪式", date(2028, 5, 20), place="文化中心广场", hosts=("区科技局",)),
        SeriesLine("科普基地开放活动", runs_all_year=True),
    ),
    duties=(
        DutyLine(
            "《联络员名单》", date(2028, 4, 10), receiver="组委会办公室", units=(1, 2, 3, 4), owing=(1, 3)
        ),
        DutyLine("《重点活动备案表》", date(2028, 4, 28), receiver="组委会办公室", units=(1, 2, 3, 4)),
    ),
    contacts=(ContactLine("区科技局业务科", "何工", "0890-6120027", "kjhdz@linjiang.example"),),
)


def example_docx(template: bytes, kind: str) -> bytes:
    """The invented paper of that kind in the template. Raises `Refused` when the template is not sound."""
    wish = Wish(
        kind=kind, doc_mark="临科字", signer="沈玥", annexes=("return_form",), copies_to="云川市科学技术局"
    )
    return merge_template(template, compose(EXAMPLE, wish))
