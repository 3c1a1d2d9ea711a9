"""What a waiting page asks: how late it is here, when booking opens, how full it is by then."""

from datetime import timedelta

from django.http import HttpResponse, JsonResponse

from sciweek.base.errors import OutOfSight
from sciweek.booking.queries import fullness_by_session
from sciweek.portal import queries
from sciweek.portal.cache import keep
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.wish import read_code

# Thousands of browsers ask: one answer serves a second here, and a second at whoever repeats it.
HOLDS = timedelta(seconds=2)


@portal_page()
def session_opening(visit: Visit, code: str) -> HttpResponse:
    wanted, release = read_code(code), visit.release
    found = queries.released_session(release, wanted) if wanted and release else None
    seats = fullness_by_session([(found.session_id, found.run_id)]) if found else {}
    fullness = seats.get(found.session_id) if found else None
    if fullness is None:
        raise OutOfSight(code)
    until = visit.now + HOLDS
    turn = fullness.turns_at(visit.now)
    answer = JsonResponse(
        {
            "now": visit.now.isoformat(timespec="milliseconds"),
            "opens_at": fullness.opens_at.isoformat() if fullness.opens_at else None,
            "level": fullness.level(visit.now),
        }
    )
    return keep(answer, visit.kept, until=min(until, turn) if turn else until)
