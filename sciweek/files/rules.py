from typing import Any

from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor


@permission("files.keep_file", _("保存文件"))
def keeps_file(actor: Actor, thing: Any) -> bool:
    """Whoever may do the thing that a file belongs to; that thing's own action has asked before."""
    return actor.is_known and actor.region_id is not None
