"""What rules, seats and bookings look like on the wire."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy
from pydantic import Field, StringConstraints

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.rest import WHOLE, Body, Choice, Code, Line, Moment, Number, Out, Room, Seen, local
from sciweek.booking.logic.languages import known_language
from sciweek.booking.logic.names import masked_name
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool, Terms
from sciweek.booking.queries.seats import SeatsNow
from sciweek.booking.states import Admission, AnswerKind, BookingState, Language, Passing, Standing
from sciweek.booking.states import Choice as GroupChoice

rest = Room("booking", gettext_lazy("预约"))
SEES = "booking.see_bookings"

Count = Annotated[int, Field(ge=0, le=1000), WHOLE]
Seats = Annotated[int, Field(ge=1, le=100_000), WHOLE]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{1,16}$")]
Why = Annotated[str, Field(max_length=300)]


class QuestionShape(Body):
    """A question of the host; `key` stays when its words change. `options` are for `choice`."""

    key: Key
    label: Annotated[str, Field(max_length=80)]
    kind: Annotated[AnswerKind, Choice] = AnswerKind.TEXT
    is_needed: bool = False
    options: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=12)] = []


class TermsOut(Out):
    """How one books the sessions of a run. `run` and `activity` are codes; times before and after are minutes."""

    run: str
    activity: str
    admission: Admission
    is_on: bool
    opens_at: datetime | None
    closes_before: int
    smallest: int
    largest: int
    small_need_seats: bool
    choice: GroupChoice
    has_waiting: bool
    passing: Passing
    offer_minutes: int
    most_no_shows: int | None
    questions: list[QuestionShape]
    visitor_url: str
    note: str
    version: int


class TermsIn(Body):
    """What to say; what is left out stays, or is as the form begins. `seats`: of each session that has none yet.

    `shared` is the code of shared seats; null takes these away.
    """

    admission: Annotated[Admission, Choice] = Admission.PARTY
    is_on: bool = True
    opens_at: Moment | None = None
    closes_before: Number = 0
    smallest: Number = 1
    largest: Number = 5
    small_need_seats: bool = True
    choice: Annotated[GroupChoice, Choice] = GroupChoice.FIRST
    has_waiting: bool = True
    passing: Annotated[Passing, Choice] = Passing.FITTING
    offer_minutes: Number = 240
    most_no_shows: Number | None = None
    questions: Annotated[list[QuestionShape], Field(max_length=8)] = []
    visitor_url: Line = ""
    note: Line = ""
    seats: Number | None = None
    shared: Code | None = None
    seen_version: Seen | None = None

    def values(self) -> dict[str, Any]:
        """The rules that were given, as `set_terms` takes them."""
        values = self.given("seats", "shared")
        if "questions" in values:
            values["questions"] = [one.model_dump(mode="json") for one in self.questions]
        return values


class SeatsOut(Out):
    """Seats of a session, of a whole course (`session` is null), or shared ones (`run` and `activity` are null too).

    `waiting` counts bookings, `free` what nobody holds, of the shared ones too.
    """

    code: str
    name: str
    session: str | None
    run: str | None
    activity: str | None
    shared: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    capacity: int
    taken: int
    free: int
    waiting: int
    is_closed: bool
    standing: Standing | None
    opens_at: datetime | None
    closes_at: datetime | None
    version: int


class NewSharedSeats(Body):
    """Seats that several sessions share."""

    name: Line
    capacity: Seats


class Resize(Body):
    """How many seats there are from now on."""

    capacity: Seats
    seen_version: Seen | None = None


class PartyShape(Body):
    """People by age band: `teens` 14 to 17, `children` 6 to 13, `small` under 6; of a school, `pupils` and `adults`."""

    adults: Count = 0
    teens: Count = 0
    children: Count = 0
    small: Count = 0
    pupils: Count = 0

    def party(self) -> Party:
        return Party(**{name: getattr(self, name) for name in type(self).model_fields})


class BookingOut(Out):
    """One booking; name and phone are masked. `seats` is a code; `answers`, by the question's key, and `reason` are
    for whoever runs it. `language`: in which the booker is written to."""

    code: str
    uid: UUID
    seats: str
    session: str | None
    activity: str
    state: BookingState
    places: int
    party: PartyShape
    school: str
    grade: str
    name: str
    phone: str
    language: Language
    answers: dict[str, str]
    consent: int | None
    consent_at: datetime | None
    photo_consent: bool | None
    is_proven: bool
    made_at: datetime | None
    queued_at: datetime | None
    offered_until: datetime | None
    reason: str
    arrived: int
    version: int


class NewBooking(Body):
    """A booking for somebody who asked; `answers` go by the question's key.

    `consents`: a guardian agreed to the words in force; `photo`: to pictures. `language`: in which the booker is
    written to, without it in the site's own.
    """

    seats: Code
    party: PartyShape
    name: Line
    phone: Line
    school: Line = ""
    grade: Line = ""
    language: Annotated[Language | None, Choice] = None
    answers: Annotated[dict[str, Line], Field(max_length=20)] = {}
    consents: bool = False
    photo: bool | None = None
    or_wait: bool = False


class PartyChange(Body):
    """Another number of people."""

    seen_version: Seen
    party: PartyShape
    consents: bool = False
    photo: bool | None = None


class Moving(Body):
    """Which session it goes to, by the code of its seats."""

    seats: Code
    seen_version: Seen | None = None


PLAIN_TERMS = (
    "admission", "is_on", "closes_before", "smallest", "largest", "small_need_seats", "choice", "has_waiting",
    "passing", "offer_minutes", "most_no_shows", "visitor_url", "note", "version",
)  # fmt: skip
PLAIN_BOOKING = (
    "code", "uid", "state", "places", "school", "grade", "photo_consent", "is_proven", "arrived", "version",
)  # fmt: skip


def terms_out(row: Terms, zone: str) -> TermsOut:
    return TermsOut.model_validate(
        {name: getattr(row, name) for name in PLAIN_TERMS}
        | {
            "run": row.run.code,
            "activity": row.run.activity.code,
            "opens_at": local(row.opens_at, zone),
            "questions": row.questions,
        }
    )


def seats_out(row: Pool, now: SeatsNow | None, zone: str) -> SeatsOut:
    session, terms = row.session, row.terms
    return SeatsOut(
        code=row.code,
        name=row.name,
        session=session.code if session else None,
        run=terms.run.code if terms else None,
        activity=terms.run.activity.code if terms else None,
        shared=row.shared.code if row.shared else None,
        starts_at=local(session.starts_at, zone) if session else None,
        ends_at=local(session.ends_at, zone) if session else None,
        capacity=row.capacity,
        taken=row.taken,
        free=min(row.free, row.shared.free) if row.shared else row.free,
        waiting=row.waiting,
        is_closed=row.is_closed,
        standing=now.standing if now else None,
        opens_at=local(terms.opens_at, zone) if terms else None,
        closes_at=local(now.closes_at, zone) if now else None,
        version=row.version,
    )


def booking_out(actor: Actor, row: Booking, zone: str) -> BookingOut:
    shown = (row.answers or row.reason) and access.may(actor, "booking.run_bookings", row)
    answers: Mapping[str, str] = json.loads(row.answers) if shown and row.answers else {}
    pool, terms = row.pool, row.pool.terms
    party = {name: getattr(row, name) for name in PartyShape.model_fields}
    moments = ("consent_at", "made_at", "queued_at", "offered_until")
    return BookingOut.model_validate(
        {name: getattr(row, name) for name in PLAIN_BOOKING}
        | {name: local(getattr(row, name), zone) for name in moments}
        | {
            "seats": pool.code,
            "session": pool.session.code if pool.session else None,
            "activity": terms.run.activity.code if terms else "",
            "party": party,
            "name": masked_name(row.name),
            "phone": str(row.contact) if row.contact.phone_last4 else "",
            "language": known_language(row.language),
            "answers": dict(answers),
            "reason": row.reason if shown else "",
            "consent": row.consent.number if row.consent else None,
        }
    )
