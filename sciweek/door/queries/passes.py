"""Door passes, and what stands behind a token."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, Max, OuterRef, QuerySet

from sciweek.base.sealing import digest
from sciweek.door.logic.clocks import AFTER
from sciweek.door.models import Door, DoorPass, PassSession
from sciweek.programme.models import Session


def token_digest(token: str) -> str:
    """What is stored of a pass's token."""
    return digest(token, "door")


def pass_by_token(token: str) -> DoorPass | None:
    """The pass of the token, whether it still opens or not (crossing `door.pass_by_token`)."""
    passes = DoorPass.objects.over_the_wall("door.pass_by_token")
    return passes.filter(token_digest=token_digest(token)).select_related("week__region").first()


def as_planned(passes: Iterable[DoorPass]) -> list[DoorPass]:
    """The passes with the end that follows from their sessions as they are planned now: one was moved, perhaps.

    When all of them were dropped, there is no door left and the pass has ended.
    """
    rows = list(passes)
    ends = PassSession.objects.filter(door_pass__in=rows).order_by().values_list("door_pass_id")
    last = dict(ends.annotate(last=Max("session__ends_at")))
    for row in rows:
        row.valid_until = last[row.pk] + AFTER if row.pk in last else min(row.valid_until, row.made_at)
    return rows


def sessions_of(door_pass: DoorPass) -> QuerySet[Session]:
    """The sessions at whose doors the pass counts, by time."""
    mine = PassSession.objects.filter(door_pass=door_pass, session=OuterRef("pk"))
    return Session.objects.filter(Exists(mine)).select_related("activity", "venue", "room", "run")


def sessions_by_pass(passes: Iterable[DoorPass]) -> dict[int, list[Session]]:
    """The sessions of each of these passes, by its id, with what a permission asks of them."""
    found: dict[int, list[Session]] = defaultdict(list)
    lines = PassSession.objects.filter(door_pass__in=list(passes)).select_related("session__activity")
    for line in lines:
        found[line.door_pass_id].append(line.session)
    return found


def passes_of(session: Session) -> QuerySet[DoorPass]:
    """The passes that count at the session's door, the newest first."""
    mine = PassSession.objects.filter(session=session, door_pass=OuterRef("pk"))
    return DoorPass.objects.filter(Exists(mine)).select_related("week").order_by("-id")


def doors_of(session_ids: Iterable[int]) -> dict[int, Door]:
    """The doors of these sessions, where somebody has decided about them."""
    return {row.session_id: row for row in Door.objects.filter(session_id__in=list(session_ids))}
