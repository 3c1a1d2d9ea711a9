from typing import Any

from django.db.models import QuerySet

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.sheets.models import Sheet


def visible_sheets(actor: Actor, kind: str, permission: str, where: Any) -> QuerySet[Sheet]:
    """The tables of a kind in the actor's week, for whoever may import that kind `where` (region or week)."""
    if not access.may(actor, permission, where):
        return Sheet.objects.none()
    return Sheet.objects.filter(kind=kind, week_id=actor.week_id)
