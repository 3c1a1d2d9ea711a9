from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.notice.models import Notice
from sciweek.week.models import Region

READERS = (Role.OFFICE, Role.PUBLICITY, Role.AUDITOR)


def _same_region(actor: Actor, thing: Any) -> bool:
    region_id = thing.pk if isinstance(thing, Region) else getattr(thing, "region_id", None)
    return region_id is None or actor.region_id == region_id


@permission("notice.see_notices", _("看收到的通知"))
def sees_notices(actor: Actor, thing: Any) -> bool:
    """The region's own roles; a unit reads the notice on the portal."""
    return _same_region(actor, thing) and actor.has(*READERS)


@permission("notice.run_notices", _("核对通知、生成活动周"), sees="notice.see_notices")
def runs_notices(actor: Actor, thing: Any) -> bool:
    return _same_region(actor, thing) and actor.has(Role.OFFICE)


def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """`notice.see_notices` in set form."""
    return Notice.objects.all() if actor.has(*READERS) else Notice.objects.none()
