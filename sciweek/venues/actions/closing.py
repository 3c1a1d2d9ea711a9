from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.text import clean
from sciweek.logbook.actions import append, locked_row, once
from sciweek.venues.actions.sense import too_long
from sciweek.venues.models import ClosedTime, Room, Venue

WHY = 200


@once
def add_closed_time(
    actor: Actor,
    venue: Venue,
    *,
    starts_at: datetime | None,
    ends_at: datetime | None,
    room: Room | None = None,
    why: str = "",
) -> ClosedTime:
    """Note when the venue, or one room of it, cannot be used."""
    access.require(actor, "venues.run_venue", venue)
    why = clean(why)
    problems: dict[str, str] = {}
    if starts_at is None:
        problems["starts_at"] = _("请写日期。")
    elif ends_at is None:
        problems["ends_at"] = _("请写日期。")
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if moment is not None and not clock.is_plausible(moment):
            problems[name] = _("没有这样的年份。请写成 2027 这样的四位数。")
    if starts_at is not None and ends_at is not None and not problems and ends_at <= starts_at:
        problems["ends_at"] = _("结束要晚于开始。")
    if room is not None and room.venue_id != venue.pk:
        problems["room"] = _("这个厅室不在这个场地。")
    if len(why) > WHY:
        problems["why"] = too_long(why, WHY)
    if problems or starts_at is None or ends_at is None:
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        locked = locked_row(venue)
        same = ClosedTime.objects.filter(venue=locked, room=room, starts_at=starts_at, ends_at=ends_at)
        if same.exists():
            raise Refused(fields={"starts_at": _("这段时间已经记过了。")}, code="taken")
        row = ClosedTime.objects.create(
            region_id=locked.region_id,
            venue=locked,
            room=room,
            starts_at=starts_at,
            ends_at=ends_at,
            why=why,
        )
        append(actor, "add_closed_time", row)
    return row


def drop_closed_time(actor: Actor, closed: ClosedTime) -> None:
    """The venue can be used then after all. Two people at once: the second finds it gone."""
    access.require(actor, "venues.run_venue", closed.venue)
    with transaction.atomic():
        row = ClosedTime.objects.select_for_update().filter(pk=closed.pk).first()
        if row is None:
            raise OutOfSight("closed time")
        changes = {"starts_at": (row.starts_at, None), "ends_at": (row.ends_at, None), "why": (row.why, "")}
        append(actor, "drop_closed_time", row, changes=changes)
        row.delete()
