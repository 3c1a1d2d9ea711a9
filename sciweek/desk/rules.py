from typing import Any

from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.week.models import Week


@permission("desk.read_log", _("看日志"))
def reads_log(actor: Actor, thing: Any) -> bool:
    """Who changed what, when and why: for the office and the auditor."""
    here = not isinstance(thing, Week) or thing.pk == actor.week_id
    return here and actor.has(Role.OFFICE, Role.AUDITOR)
