"""Finding a session or its activity for the actor; the line of a session that several pages show."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from sciweek.activities.models import Activity
from sciweek.activities.rules import visible_activities
from sciweek.base import access
from sciweek.committee.entrance import DeskRequest
from sciweek.programme.models import Session
from sciweek.programme.pages.words import name_of, when_of, where_of
from sciweek.programme.queries import sessions
from sciweek.programme.queries.planning import JOINED
from sciweek.programme.states import SessionState
from sciweek.week.models import Week

# What no board shows need not be read, nor unsealed.
UNREAD = (
    "activity__summary",
    "activity__contact_name",
    "activity__contact_phone",
    "activity__search_text",
    "activity__marks",
    "venue__access_notes",
    "venue__directions",
    "venue__search_text",
)


def lean_sessions() -> QuerySet[Session]:
    """Everybody's sessions, with no more than boards and warnings read of them; the page judges who sees which."""
    return Session.objects.select_related(*JOINED).defer(*UNREAD)


def the_session(request: DeskRequest, code: str) -> Session:
    """The session of that code, when the actor may see it; else 404."""
    row = sessions(request.actor).filter(code=code).first()
    if row is None:
        raise Http404(code)
    return row


def the_activity(request: DeskRequest, code: str) -> Activity:
    """The activity of that code, when the actor may see it; else 404."""
    row = visible_activities(request.actor).select_related("unit", "week").filter(code=code).first()
    if row is None:
        raise Http404(code)
    return row


def session_url(row: Session, week: Week) -> str:
    return reverse("programme:session", kwargs={"week_slug": week.slug, "code": row.code})


@dataclass(frozen=True, slots=True)
class Line:
    """A session in a list."""

    url: str
    name: str
    when: str
    where: str
    is_cancelled: bool
    why: str
    may_run: bool


def line_of(request: DeskRequest, row: Session) -> Line:
    week = request.week
    return Line(
        url=session_url(row, week),
        name=name_of(row),
        when=when_of(row, week.zone),
        where=where_of(row),
        is_cancelled=row.state == SessionState.CANCELLED,
        why=row.state_reason,
        may_run=access.may(request.actor, "programme.run_session", row),
    )
