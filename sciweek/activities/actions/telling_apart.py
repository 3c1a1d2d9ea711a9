"""Two activities that look alike are two: somebody has looked, and the pair is not shown again."""

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity, ToldApart
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import append


def tell_apart(actor: Actor, one: Activity, other: Activity) -> ToldApart:
    """Say that the two are not the same; said again it changes nothing. The log tells it of the earlier one."""
    for row in (one, other):
        access.require(actor, "activities.run_activities", row)
    if one.pk == other.pk:
        raise Refused(_("这是同一条。"), code="same")
    first, second = sorted((one, other), key=lambda row: row.pk)
    with transaction.atomic():
        told, is_new = ToldApart.objects.get_or_create(week=first.week, first=first, second=second)
        if is_new:
            append(actor, "tell_apart", first, changes={"second": ("", f"{second.name}（{second.code}）")})
    return told
