"""How many were booked and how many came, over the API: to be read. Nobody is named."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.base.rest import ApiRequest, Asked, Code, Day, Out, PageOf, Room, Slug, local, page_of, the_row
from sciweek.door.queries import Figures, figures_of, week_figures
from sciweek.door.rules import visible_door_sessions
from sciweek.programme.queries import on_day
from sciweek.programme.states import SessionState

rest = Room("door", _("到场"), rights=("read",))
SEES = "door.see_door"


class DoorOut(Out):
    """One session's door. `is_counted` false: nobody counted, and what came is null, which is not zero.

    `came` and `walked_in` are person-times; `bookings_came` are distinct bookings.
    """

    session: str
    activity: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_counted: bool
    capacity: int | None
    booked_people: int
    booked_bookings: int
    came: int | None
    bookings_came: int | None
    walked_in: int | None
    person_times: int | None
    doubtful: int | None


class DoorSumsOut(Out):
    """The sums of an edition: a booking that came several times counts once in `bookings_came`."""

    doors: int
    person_times: int
    came: int
    walked_in: int
    bookings_came: int
    doubtful: int


class DoorFilter(Asked):
    """Which sessions."""

    day: Day | None = None


def _out(request: ApiRequest, row: Figures) -> DoorOut:
    session, counted = row.session, row.is_counted
    return DoorOut(
        session=session.code,
        activity=session.activity.code,
        starts_at=local(session.starts_at, request.week.zone),
        ends_at=local(session.ends_at, request.week.zone),
        is_counted=counted,
        capacity=row.capacity,
        booked_people=row.booked_people,
        booked_bookings=row.booked_bookings,
        came=row.came if counted else None,
        bookings_came=row.came_bookings if counted else None,
        walked_in=row.walked_in if counted else None,
        person_times=row.inside if counted else None,
        doubtful=row.doubtful if counted else None,
    )


@rest.read("/weeks/{week}/doors", PageOf[DoorOut], _("到场人数，按场次"), needs=SEES)
def list_doors(request: ApiRequest, week: Slug, asked: Query[DoorFilter]) -> PageOf[DoorOut]:
    rows = visible_door_sessions(request.actor).filter(state=SessionState.PLANNED)
    if asked.day is not None:
        rows = on_day(rows, asked.day, request.week.zone)
    rows = rows.select_related("activity", "room", "run").order_by("starts_at", "id")
    return page_of(request, PageOf[DoorOut], rows, asked, lambda row: _out(request, row), prepare=figures_of)


@rest.read("/weeks/{week}/doors/sums", DoorSumsOut, _("到场人数，本届合计"), needs=SEES)
def door_sums(request: ApiRequest, week: Slug) -> DoorSumsOut:
    sums = week_figures(visible_door_sessions(request.actor))
    return DoorSumsOut(
        doors=sums.doors,
        person_times=sums.person_times,
        came=sums.booked_came,
        walked_in=sums.walked_in,
        bookings_came=sums.bookings,
        doubtful=sums.doubtful,
    )


@rest.read("/weeks/{week}/sessions/{code}/door", DoorOut, _("一场的到场人数"), needs=SEES)
def session_door(request: ApiRequest, week: Slug, code: Code) -> DoorOut:
    rows = visible_door_sessions(request.actor).select_related("activity", "room", "run")
    row = the_row(rows, code)
    return _out(request, figures_of([row])[0])
