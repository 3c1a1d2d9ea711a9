from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.states import REGION_ROLES, Role
from sciweek.post.models import Message
from sciweek.post.states import ChannelKind, Occasion
from sciweek.week.models import Region, Week


def _here(actor: Actor, thing: Any) -> bool:
    """The thing is the actor's region, of it, or the edition or of the edition that the actor works in."""
    if isinstance(thing, Region):
        return actor.region_id == thing.pk
    if isinstance(thing, Week):
        return actor.region_id == thing.region_id
    if isinstance(thing, Message) and thing.week_id not in (None, actor.week_id):
        return False
    region_id = getattr(thing, "region_id", None)
    return region_id is None or actor.region_id == region_id


@permission("post.see_post", _("看消息"))
def sees_post(actor: Actor, thing: Any) -> bool:
    """The whole region's messages; addresses are shown to the office alone."""
    return _here(actor, thing) and actor.has(*REGION_ROLES)


@permission("post.run_post", _("发消息"), sees="post.see_post")
def runs_post(actor: Actor, thing: Any) -> bool:
    return _here(actor, thing) and actor.has(Role.OFFICE)


@permission("post.read_text", _("看消息全文"), sees="post.see_post")
def reads_text(actor: Actor, message: Any) -> bool:
    """An invitation's text holds a link that gives a role: only who may give roles reads it, and no program."""
    if not sees_post(actor, message):
        return False
    if getattr(message, "occasion", "") != Occasion.INVITATION:
        return True
    return actor.has(Role.OFFICE) and actor.via == "account"


def visible_messages(actor: Actor) -> QuerySet[Message]:
    """`post.see_post` in set form: the edition's messages and the region's.

    Without what programs are told, and without what citizens are: that stands with their bookings.
    """
    if not actor.has(*REGION_ROLES):
        return Message.objects.none()
    found = Message.objects.filter(Q(week=actor.week_id) | Q(week=None))
    return found.exclude(channel=ChannelKind.WEBHOOK).exclude(occasion=Occasion.BOOKING)
