"""What a form is sent for, and whether it may be: the short way, before anything else is asked."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sciweek.base.errors import OutOfSight, Refused
from sciweek.booking.queries import Bookable, bookable_anywhere
from sciweek.portal.logic.booking.given import Given
from sciweek.portal.logic.wish import read_code
from sciweek.portal.pages.booking.senders import comes_from_here, seconds_to_wait
from sciweek.week.states import WeekState


class TooMany(Refused):
    """The network has sent too many forms."""

    status = 429

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(
            _("您所在的网络刚才提交得太多，请过 %(wait)d 秒再提交。填过的内容还在。") % {"wait": wait},
            code="too_often",
        )


def wanted_seats(code: str, week_slug: str) -> Bookable:
    """The seats of the session that the address names, in one query; raises `OutOfSight`."""
    wanted = read_code(code)
    found = bookable_anywhere(wanted) if wanted else None
    if found is None:
        raise OutOfSight(code)
    week = found.pool.week
    if week.state == WeekState.DRAFT or (week_slug and week.slug != week_slug):
        raise OutOfSight(code)
    return found


def check_sender(request: HttpRequest, given: Given) -> None:
    """Raise `Refused` for what no person sends from our page."""
    if given.is_trapped or not comes_from_here(request):
        raise Refused(_("这次提交没有收下。请核对下面的内容，再按一次提交。"), code="strange")
    wait = seconds_to_wait(request)
    if wait:
        raise TooMany(wait)
