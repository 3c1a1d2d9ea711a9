"""Texts with gaps: `{单位}` is filled for each recipient. One pass, names only: nothing in braces is ever run."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.post.states import Occasion

GAP = re.compile(r"\{([^{}\n]{0,60})\}")

# The gap's name as offices write it (part of their stored texts, so not translated) → what it stands for.
FIELDS: dict[str, str | Promise] = {
    "单位": gettext_lazy("收到消息的单位"),
    "简称": gettext_lazy("单位的简称"),
    "活动周": gettext_lazy("这一届的名称"),
    "办公室": gettext_lazy("组委会办公室的名称"),
    "联系方式": gettext_lazy("公开的联系方式，一行"),
    "链接": gettext_lazy("去哪里办：网址"),
    "有效期": gettext_lazy("链接到什么时候有效"),
    "事项": gettext_lazy("要交什么"),
    "期限": gettext_lazy("什么时候之前交"),
    "剩余": gettext_lazy("还有几天，或者过了几天"),
    "报给": gettext_lazy("交给谁"),
    "活动": gettext_lazy("活动的名称"),
    "原因": gettext_lazy("退回的原因"),
}
COMMON = ("单位", "简称", "活动周", "办公室", "联系方式")
DUE = (*COMMON, "事项", "期限", "剩余", "报给", "链接")
FIELDS_OF: dict[str, tuple[str, ...]] = {
    Occasion.GENERAL: COMMON,
    Occasion.INVITATION: (*COMMON, "链接", "有效期"),
    Occasion.BEFORE: DUE,
    Occasion.AFTER: DUE,
    Occasion.RETURNED: (*COMMON, "活动", "原因", "链接"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A subject and a body, with gaps or filled."""

    subject: str
    body: str


def built_in(occasion: str) -> Text:
    """The first wording of an occasion, in the language of whoever asks."""
    match occasion:
        case Occasion.INVITATION:
            return Text(
                _("{活动周}：请开通{单位}联络员的账号"),
                _(
                    "{单位}：\n请点下面的链接，开通{活动周}工作台的联络员账号（{有效期}前有效）。\n{链接}\n{办公室}"
                ),
            )
        case Occasion.BEFORE:
            return Text(
                _("请在{期限}前交：{事项}"),
                _(
                    "{单位}：\n{活动周}的“{事项}”请在{期限}前交给{报给}（{剩余}）。\n在这里交：{链接}\n已经交了的，不用理会这一条。\n{办公室}"
                ),
            )
        case Occasion.AFTER:
            return Text(
                _("还没有收到：{事项}"),
                _(
                    "{单位}：\n{活动周}的“{事项}”期限是{期限}（{剩余}），还没有收到贵单位的。\n在这里交：{链接}\n有困难请回复，办公室一起想办法。\n{办公室}"
                ),
            )
        case Occasion.RETURNED:
            return Text(
                _("“{活动}”要改一处"),
                _("{单位}：\n“{活动}”退回修改。{原因}\n改好后再提交：{链接}\n{办公室}"),
            )
    return Text(_("{活动周}"), _("{单位}：\n\n{办公室}"))


def unknown_field(text: str, allowed: tuple[str, ...]) -> str:
    """What to do about the first gap that nothing fills; empty when every gap is known."""
    for match in GAP.finditer(text):
        name = match.group(1)
        if name in allowed:
            continue
        near = get_close_matches(name.strip(), allowed, n=1, cutoff=0.4)
        if near:
            return _("没有“{%(name)s}”这一项。是不是“{%(near)s}”？") % {"name": name, "near": near[0]}
        every = "".join(f"{{{one}}}" for one in allowed)
        return _("没有“{%(name)s}”这一项。这里能用：%(every)s。") % {"name": name, "every": every}
    return ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its gaps filled; a value that holds braces itself stays as it is."""
    return GAP.sub(lambda match: values.get(match.group(1), match.group(0)), text)
