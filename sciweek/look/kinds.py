"""How each kind of activity looks: its colour class, its icon, its short name.

The room `activities` says what a kind *is*; here stands only how it is shown. A key that is not
listed is shown as ``other``, so a page never breaks on a kind that was registered elsewhere.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class KindLook:
    key: str
    label: str | Promise


KIND_LOOKS: dict[str, KindLook] = {
    look.key: look
    for look in (
        KindLook("open", _("开放")),
        KindLook("lecture", _("讲座")),
        KindLook("show", _("展演")),
        KindLook("campus", _("进校园")),
        KindLook("contest", _("竞赛")),
        KindLook("call", _("征集")),
        KindLook("quiz", _("答题")),
        KindLook("ceremony", _("仪式")),
        KindLook("handbook", _("手册")),
        KindLook("promotion", _("宣传")),
        KindLook("other", _("其他")),
    )
}


def kind_look(key: str) -> KindLook:
    """The look of a kind; unknown keys look like ``other``."""
    return KIND_LOOKS.get(key) or KIND_LOOKS["other"]
