from typing import Any

from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.week.models import Region


def _same_region(actor: Actor, thing: Any) -> bool:
    region_id = thing.pk if isinstance(thing, Region) else getattr(thing, "region_id", None)
    return region_id is None or actor.region_id == region_id


@permission("week.see", _("看活动周的工作台"))
def sees_week(actor: Actor, week: Any) -> bool:
    """Everybody with a role in the region sees its editions; drafts are no secret among them."""
    return _same_region(actor, week) and (bool(actor.roles) or bool(actor.unit_roles))


@permission("week.run", _("管理活动周"), sees="week.see")
def runs_week(actor: Actor, week: Any) -> bool:
    return _same_region(actor, week) and actor.has("office")
