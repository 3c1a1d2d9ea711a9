"""What outings, wishes and visits look like on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy
from pydantic import Field

from sciweek.activities.states import Audience
from sciweek.base.rest import WHOLE, Body, Choice, Code, Day, Hour, Line, Moment, Out, Room, Seen, Step, Text
from sciweek.outreach.states import Need, OutingKind, Part, VisitWorry, WishState

rest = Room("outreach", gettext_lazy("外出科普：项目、申请、安排"))
SEES = "outreach.see_outings"
# Names and phones are whole only for a token with this right whose person deals with the wish.
CONTACTS = "contacts:read"

People = Annotated[int, Field(ge=1, le=1_000_000), WHOLE]
Came = Annotated[int, Field(ge=0, le=1_000_000), WHOLE]
Count = Annotated[int, Field(ge=1, le=50), WHOLE]
Minutes = Annotated[int, Field(ge=0, le=720), WHOLE]
Crew = Annotated[int, Field(ge=1, le=20), WHOLE]
Needs = Annotated[list[Annotated[Need, Choice]], Field(max_length=20)]


class OutingDayOut(Out):
    """When an outing can be had; `free` places are left of `visits`."""

    code: str
    day: date
    part: Part
    start: str
    end: str
    visits: int
    free: int


class OutingOut(Out):
    """What a host offers. No `reach`: it goes everywhere. Codes name units, venues and activities."""

    code: str
    uid: UUID
    unit: str
    unit_name: str
    kind: OutingKind
    title: str
    summary: str
    length_minutes: int
    setup_minutes: int
    needs: list[Need]
    needs_note: str
    audience: list[Audience]
    audience_note: str
    largest_audience: int | None
    visits_a_day: int
    crews: int
    reach: list[str]
    base: str | None
    activity: str | None
    is_active: bool
    version: int


class WholeOutingOut(OutingOut):
    """The same with its days."""

    days: list[OutingDayOut]


class WishedDayOut(Out):
    day: date
    part: Part


class VisitOut(Out):
    """Who comes when. `leader` and `plate` are empty, and the phone masked, for who does not deal with it."""

    code: str
    uid: UUID
    wish: str
    unit: str
    unit_name: str
    outing: str
    outing_title: str
    starts_at: datetime | None
    ends_at: datetime | None
    crew: int
    leader_name: str
    phone: str
    plate: str
    note: str
    is_done: bool
    came: int | None
    session: str | None
    version: int


class WishOut(Out):
    """Who asks for what, and what became of it."""

    code: str
    uid: UUID
    unit: str
    unit_name: str
    outing: str | None
    days: list[WishedDayOut]
    start: str | None
    end: str | None
    venue: str | None
    place: str
    address: str
    street: str | None
    people: int
    people_note: str
    has: list[Need]
    remarks: str
    contact_name: str
    phone: str
    state: WishState
    state_reason: str
    asked_at: datetime | None
    visit: VisitOut | None
    version: int


class CautionOut(Out):
    """What is odd with a visit; `stops`: with it nothing is assigned."""

    kind: VisitWorry
    words: str
    stops: bool


class WishedDay(Body):
    """A wished day."""

    day: Day
    part: Annotated[Part, Choice] = Part.WHOLE


class WishFields(Body):
    """What may be said of a wish; no `outing`: whichever suits."""

    outing: Code | None = None
    days: Annotated[list[WishedDay], Field(max_length=10)] = []
    start: Hour | None = None
    end: Hour | None = None
    venue: Code | None = None
    place: Line = ""
    address: Line = ""
    street: Code | None = None
    people: People | None = None
    people_note: Line = ""
    has: Needs = []
    remarks: Text = ""
    contact_name: Line = ""
    phone: Line = ""


class NewWish(WishFields):
    """Ask for a visit, for one's own unit."""

    unit: Code


class WishChange(WishFields):
    """What to change; what is left out stays."""

    seen_version: Seen


class Assignment(Body):
    """Send an outing there. Without an end it takes as long as it says; without a crew the first free one goes."""

    outing: Code
    starts_at: Moment
    ends_at: Moment | None = None
    crew: Crew | None = None
    leader_name: Line = ""
    phone: Line = ""
    plate: Line = ""
    note: Line = ""
    seen_version: Seen | None = None


class VisitChange(Body):
    """What to change of a visit; `seen_version` is the visit's."""

    outing: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    crew: Crew | None = None
    leader_name: Line | None = None
    phone: Line | None = None
    plate: Line | None = None
    note: Line | None = None
    seen_version: Seen | None = None


class Done(Step):
    """It took place; `came` left out: nobody has counted."""

    came: Came | None = None
