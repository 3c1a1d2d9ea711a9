"""Giving a visit back, whoever does so."""

from sciweek.outreach.actions.following import end_session
from sciweek.outreach.models import Visit, Wish


def drop_visit(wish: Wish, why: str) -> None:
    """The visit of a wish that is no longer assigned; the log line of the wish tells of it. Call it in a transaction."""
    rows = Visit.objects.select_related("outing__activity", "wish__venue", "wish__unit", "week__region")
    visit = rows.filter(wish=wish).first()
    if visit is not None:
        visit.delete()
        end_session(visit, why)
