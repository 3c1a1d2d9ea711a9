"""A visit of an outing that has an activity is a session of it: made, moved and called off with the visit.

By the room's own hand: the host's liaison may no longer plan a published activity, but its visits go on.
"""

from django.utils.translation import gettext as _

from sciweek.base.actor import Actor, system
from sciweek.outreach.models import Visit
from sciweek.programme.actions import add_sessions, cancel_session, drop_session, edit_session
from sciweek.programme.models import Session
from sciweek.programme.queries import was_released
from sciweek.programme.states import SessionState
from sciweek.week.models import Week

LONGEST_TITLE = 120


def _hand(week: Week) -> Actor:
    return system("outreach", region_id=week.region_id, week_id=week.pk)


def add_session(visit: Visit) -> Session | None:
    """The session of a new visit; None: the outing has no activity."""
    activity = visit.outing.activity
    if activity is None:
        return None
    wish = visit.wish
    run = add_sessions(
        _hand(visit.week),
        activity,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        title=_title(visit),
        venue=wish.venue,
        place="" if wish.venue is not None else wish.place,
        capacity=wish.people,
    )
    return run.sessions.get()


def move_session(visit: Visit) -> None:
    """Its session takes on the visit's time and place."""
    session = _session(visit)
    if session is None or session.state == SessionState.CANCELLED:
        return
    wish = visit.wish
    edit_session(
        _hand(visit.week),
        session,
        seen_version=None,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        title=_title(visit),
        venue=wish.venue,
        place="" if wish.venue is not None else wish.place,
        capacity=wish.people,
    )


def end_session(visit: Visit, why: str) -> None:
    """What the public has read of is called off; what it has not is taken out of the plan."""
    session = _session(visit)
    if session is None or session.state == SessionState.CANCELLED:
        return
    if was_released(session):
        cancel_session(_hand(visit.week), session, why=why)
    else:
        drop_session(_hand(visit.week), session)


def _session(visit: Visit) -> Session | None:
    """As it stands now, with what the programme's actions read of it."""
    joined = Session.objects.select_related("run", "activity__week", "activity__unit", "venue", "room")
    return joined.filter(pk=visit.session_id).first() if visit.session_id is not None else None


def _title(visit: Visit) -> str:
    return _("走进%(unit)s") % {"unit": visit.wish.unit.label[: LONGEST_TITLE - 20]}
