from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.dispatch.models import Paper, Template
from sciweek.week.models import Region, Week

READERS = (Role.OFFICE, Role.PUBLICITY, Role.AUDITOR)


def _is_mine(actor: Actor, thing: Any) -> bool:
    """Of the actor's week, or of its region where the thing has no week."""
    if isinstance(thing, Region):
        return actor.region_id == thing.pk
    if isinstance(thing, Template):
        return actor.region_id == thing.region_id
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


@permission("dispatch.see_papers", _("看发文"))
def sees_papers(actor: Actor, thing: Any) -> bool:
    """The region's own roles; a unit gets a paper when it has been issued, by the usual ways."""
    return _is_mine(actor, thing) and actor.has(*READERS)


@permission("dispatch.run_papers", _("拟稿和登记发文"), sees="dispatch.see_papers")
def runs_papers(actor: Actor, thing: Any) -> bool:
    return _is_mine(actor, thing) and actor.has(Role.OFFICE)


def visible_papers(actor: Actor) -> QuerySet[Paper]:
    """`dispatch.see_papers` in set form."""
    return Paper.objects.all() if actor.has(*READERS) else Paper.objects.none()


def visible_templates(actor: Actor) -> QuerySet[Template]:
    """The region's own templates, for those who see its papers."""
    return Template.objects.all() if actor.has(*READERS) else Template.objects.none()
