from typing import Any

from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor


@permission("files.keep_file", _("保存文件"))
def keeps_file(actor: Actor, thing: Any) -> bool:
    """Whoever may do the thing that a file belongs to; that thing's own action has asked before."""
    return actor.is_known and actor.region_id is not None


@permission("files.see_private_file", _("看不公开的文件"))
def sees_private_file(actor: Actor, stored: Any) -> bool:
    """The region's own office, publicity and audit. A unit sees its own files on the page of what they belong to,
    which asks its own rule and sends the bytes itself."""
    return actor.region_id == getattr(stored, "region_id", None) and actor.has(
        "office", "publicity", "auditor"
    )
