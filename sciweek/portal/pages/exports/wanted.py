"""What an address asks of the released sessions, in the same words as the list of the programme."""

from sciweek.portal.entrance import Visit
from sciweek.portal.pages.exports.rows import Rows, rows_of
from sciweek.portal.queries.programme import fitting


def wanted_rows(visit: Visit) -> Rows:
    """Each session by itself; what cannot be read in the address is left out, as on the page."""
    found = rows_of(visit)
    if visit.release is None:
        return found
    if visit.wish.codes:
        return found.filter(code__in=visit.wish.codes)
    if visit.wish.but().is_empty:
        return found
    fit = fitting(visit.release, visit.wish.but(), now=visit.now, zone=visit.zone)
    return found.filter(pk__in=fit.order_by().values("pk"))
