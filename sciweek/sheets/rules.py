from typing import Any

from django.db.models import QuerySet

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.sheets.models import Sheet


def visible_sheets(actor: Actor, kind: str, permission: str, where: Any) -> QuerySet[Sheet]:
    """The tables of a kind in the actor's week, for whoever may import that kind `where` (region or week).

    Whoever has a role at a unit alone sees the own ones: another unit's table names people.
    """
    if not access.may(actor, permission, where):
        return Sheet.objects.none()
    found = Sheet.objects.filter(kind=kind, week_id=actor.week_id)
    if actor.roles:
        return found
    return found.filter(actor__person_id=actor.person_id, actor__link_id=actor.link_id)
