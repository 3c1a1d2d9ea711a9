"""Is a template fit for use? Every problem is named with the paragraph where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from sciweek.base.errors import Refused
from sciweek.papers.logic.container import opened
from sciweek.papers.logic.fields import EITHER, FIELD, Field, fields_of
from sciweek.papers.logic.ooxml import local
from sciweek.papers.logic.template_text import TextOf, paragraphs_of, roots_of, where


def check_template(template: bytes, kind: str, more: Sequence[Field] = ()) -> list[str]:
    """What is wrong, in Chinese, empty when the template can be used. `more`: fields that the caller adds."""
    try:
        document = opened(template)
    except Refused as refused:
        return str(refused.message).split("\n")
    found: list[str] = []
    fields = {field.name: field for field in (*fields_of(kind), *more)}
    seen: set[str] = set()
    for part, root in roots_of(document):
        for number, paragraph in enumerate(paragraphs_of(root), 1):
            text = TextOf(paragraph).text
            place = where(part, number, text, paragraph)
            found += [place + problem for problem in _of_paragraph(text, part, paragraph, fields)]
            seen |= {each[1] for each in FIELD.finditer(text)}
    changed = next((each for each in document.element.body.iter(qn("w:ins"), qn("w:del"))), None)
    if changed is not None:
        found.append(_("文件里有没有接受的修订，请在 Word 中接受或拒绝全部修订后再传。"))
    return [*found, *_missing(fields.values(), seen)]


def _of_paragraph(text: str, part: str, paragraph: Any, fields: Mapping[str, Field]) -> Iterator[str]:
    rest = FIELD.sub("", text)
    if re.search(r"\{\{|\}\}|｛｛|｝｝|[{｛][^{}｛｝]{1,20}[}｝]", rest):
        yield _broken(rest)
    for each in FIELD.finditer(text):
        name = each[1]
        field = fields.get(name)
        if field is None:
            yield _unknown(name, fields)
        elif field.is_block and each[0] != text.strip():
            yield _("“%(name)s”会换成好几段，要单独占一段。") % {"name": name}
        elif field.is_block and part != "body" and name != "发文机关标志":
            yield _("“%(name)s”不能放在页眉页脚里。") % {"name": name}
        elif field.is_block and _in_box(paragraph):
            yield _("“%(name)s”不能放在文本框或表格里。") % {"name": name}


def _in_box(paragraph: Any) -> bool:
    return any(
        local(each) in ("txbxContent", "tc", "footnote", "endnote") for each in paragraph.iterancestors()
    )


def _broken(rest: str) -> str:
    if re.search("[｛｝]", rest):
        return _("字段要用半角大括号，写成 {{标题}} 的样子。")
    if rest.count("{{") != rest.count("}}"):
        return _("大括号没有成对，字段要写成 {{标题}} 的样子。")
    return _("字段没有写完整，要写成 {{标题}} 的样子：两层半角大括号，中间只有名称。")


def _unknown(name: str, fields: Mapping[str, Field]) -> str:
    near = get_close_matches(name, fields, n=1, cutoff=0.4)
    if near:
        return _("没有“%(name)s”这个字段，是不是想写“%(near)s”？") % {"name": name, "near": near[0]}
    return _("没有“%(name)s”这个字段。") % {"name": name}


def _missing(fields: Any, seen: set[str]) -> Iterator[str]:
    for field in fields:
        if field.required and field.name not in seen:
            yield _("缺少“%(name)s”：%(meaning)s。请在该出现的地方写上 {{%(name)s}}。") % {
                "name": field.name, "meaning": field.meaning,
            }  # fmt: skip
    for name, either in EITHER.items():
        if not seen.intersection(either):
            yield _("缺少“%(name)s”：请写上 {{%(name)s}}，或自己排署名并写上 {{成文日期}}。") % {"name": name}
