"""After the visit: that it took place, and how many were there."""

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import check_version, locked_row, move, save_changes
from sciweek.outreach.actions.sense import MOST_PEOPLE
from sciweek.outreach.models import Visit
from sciweek.outreach.states import WISH_MOVES, WishState


def finish_visit(
    actor: Actor, visit: Visit, *, came: int | None = None, seen_version: int | None = None
) -> Visit:
    """Note that it took place, and how many were there. Said again, the number is corrected."""
    access.require(actor, "outreach.assign_visit", visit)
    if came is not None and not 0 <= came <= MOST_PEOPLE:
        raise Refused(fields={"came": _("写 0 到 1000000 之间的整数，不知道就空着。")}, code="invalid")
    if visit.starts_at > clock.now():
        raise Refused(_("还没有开始，不能记下已去过。"), code="too_early")
    with transaction.atomic():
        check_version(locked_row(visit), seen_version, {})
        if visit.wish.state != WishState.DONE:
            move(actor, visit.wish, WishState.DONE, WISH_MOVES, verb="finish_visit")
        return save_changes(actor, visit, verb="count_visit", came=came)


def reopen_visit(actor: Actor, visit: Visit, *, seen_version: int | None = None) -> Visit:
    """It was noted by mistake: the visit is still to come, or to be taken back."""
    access.require(actor, "outreach.assign_visit", visit)
    with transaction.atomic():
        check_version(locked_row(visit), seen_version, {})
        move(actor, visit.wish, WishState.ASSIGNED, WISH_MOVES, verb="reopen_visit")
        return save_changes(actor, visit, verb="count_visit", came=None)
