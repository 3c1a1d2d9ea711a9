"""The calendars: all of the programme, what a filter leaves, what somebody has starred, one session."""

from collections.abc import Iterator
from importlib.metadata import version

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from sciweek.base.errors import OutOfSight
from sciweek.portal.logic.exports.calendar import CalendarHead, calendar
from sciweek.portal.logic.wish import read_code
from sciweek.portal.pages.exports.answers import Asked, answer, export_page
from sciweek.portal.pages.exports.rows import Rows, export_sessions, rows_of
from sciweek.portal.pages.exports.wanted import wanted_rows


@export_page
def programme_ics(asked: Asked) -> HttpResponseBase:
    week = asked.visit.week
    starred = asked.visit.wish.codes
    name = _("%(week)s：我选的场次") % {"week": week.title} if starred else week.title
    return _calendar(asked, wanted_rows(asked.visit), name, week.slug)


@export_page
def session_ics(asked: Asked, code: str) -> HttpResponseBase:
    """One session, to be put into one's own calendar."""
    wanted = read_code(code)
    found = rows_of(asked.visit).filter(code=wanted)
    if wanted is None or not found.exists():
        raise OutOfSight(code)
    return _calendar(asked, found, asked.visit.week.title, wanted.lower())


def _calendar(asked: Asked, found: Rows, name: str, file: str) -> HttpResponseBase:
    week = asked.visit.week
    head = CalendarHead(
        name=name,
        description=week.theme,
        source=asked.here,
        product=version("sciweek"),
        zone=asked.visit.zone,
        first=week.starts_on,
        last=week.ends_on,
    )

    def made() -> Iterator[bytes]:
        yield from calendar(head, export_sessions(asked, found))

    named = {"Content-Disposition": f'inline; filename="{file}.ics"'}
    return answer(asked, "text/calendar; charset=utf-8", made, headers=named)
