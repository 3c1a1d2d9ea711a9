"""Which links somebody at the desk may be shown."""

from collections.abc import Sequence

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.door.models import DoorPass
from sciweek.door.queries import sessions_by_pass


def shown_passes(actor: Actor, passes: Sequence[DoorPass]) -> set[int]:
    """The passes whose every door the actor runs: a link shows the people of each of them, of other units as well."""
    doors = sessions_by_pass(passes)
    runs = {row.pk: access.may(actor, "door.run_door", row) for rows in doors.values() for row in rows}
    return {pk for pk, rows in doors.items() if all(runs[row.pk] for row in rows)}
