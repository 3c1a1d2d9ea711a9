"""The door without JavaScript: search and count by forms, with a network. Also for a scanner that types what it reads."""

from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from sciweek.base import clock
from sciweek.base.signing import verify
from sciweek.booking.logic.tickets import LENGTH, read_ticket
from sciweek.door.actions import take_in
from sciweek.door.forms import CountForm
from sciweek.door.logic.judging import Judgement, judge, judge_found
from sciweek.door.logic.sending import Line, Sent
from sciweek.door.pages.entrance import DoorRequest, door_page
from sciweek.door.pages.wire import dated_title, need_days, title_of
from sciweek.door.queries import Away, Expected, Figures, Roster, figures_of, moved_away, rosters, sessions_of
from sciweek.door.states import ADMITTING, AGAINST_ADVICE, Became, How, Verdict
from sciweek.look.parts import Tab
from sciweek.programme.models import Session

DEVICE = "plainpage"
MOST_FOUND = 30
# So many sessions stand above the numbers; more fold away, a link may open sixty doors.
IN_SIGHT = 4
LONGEST_QUERY = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A booking that was searched for, and what it is worth."""

    booking: Expected
    arrived: int
    verdict: Verdict
    left: int
    uid: str

    @property
    def goes(self) -> bool:
        return self.verdict in ADMITTING

    @property
    def may_go(self) -> bool:
        return self.goes or self.verdict in AGAINST_ADVICE


@dataclass(frozen=True, slots=True)
class PlainPage:
    session: Session
    title: str
    figures: Figures
    asked: str
    found: list[Found]
    more: int
    # What a ticket that was typed in is worth, when it is none of the bookings here.
    verdict: Verdict | None
    # The session that it is for, in a line.
    goes_to: str
    uids: tuple[str, str]


@door_page()
def plain(request: DoorRequest) -> HttpResponse:
    """Look up; a POST counts."""
    sessions = list(sessions_of(request.door_pass))
    code = request.POST.get("session") or request.GET.get("session", "")
    here = next((row for row in sessions if row.code == code), sessions[0])
    zone = request.door_pass.week.zone
    title = dated_title if need_days(sessions, zone) else title_of
    if request.method == "POST":
        done = _count(request, here)
        return redirect(f"{request.path}?{urlencode({'session': here.code, 'done': done})}")
    asked = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    every = rosters(sessions, named=True)
    roster = next(row for row in every if row.session.pk == here.pk)
    away = moved_away(every) if len(asked) >= LENGTH else Away()
    found, judged = _search(every, away, roster, asked)
    page = PlainPage(
        session=here,
        title=title(here, zone),
        figures=figures_of([here])[0],
        asked=asked,
        found=found[:MOST_FOUND],
        more=max(0, len(found) - MOST_FOUND),
        verdict=judged.verdict if judged else None,
        goes_to=_goes_to(every, away, judged, zone),
        uids=(str(uuid4()), str(uuid4())),
    )
    doors = [Tab(title(row, zone), f"?session={row.code}", row.pk == here.pk) for row in sessions]
    done = request.GET.get("done", "")
    context = {
        "page": page,
        "doors": doors if len(doors) > 1 else [],
        "folds": len(doors) > IN_SIGHT,
        "done": done if done in Became.values else "",
    }
    return render(request, "door/plain.html", context)


def _count(request: DoorRequest, here: Session) -> str:
    """One line, as a phone would send it; what became of it in a word."""
    form = CountForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["people"]:
        return Became.REFUSED
    booking, now = form.cleaned_data["booking"], clock.now()
    line = Line(
        uid=form.cleaned_data["uid"],
        session=here.code,
        booking=booking,
        people=form.cleaned_data["people"],
        how=How.SEARCH if booking else How.WALK_IN,
        scanned_at=now,
    )
    [outcome] = take_in(request.actor_at_door, request.door_pass, Sent(DEVICE, now, (line,), ()))
    return outcome.became


def _search(
    every: list[Roster], away: Away, roster: Roster, asked: str
) -> tuple[list[Found], Judgement | None]:
    if len(asked) >= LENGTH:
        return _by_ticket(every, away, roster, asked)
    text = "".join(asked.split()).casefold()
    if not text:
        return [], None
    confirmed = [row for row in roster.bookings if row.is_confirmed]
    rows = [row for row in confirmed if text.isdecimal() and row.last4 == text]
    rows = rows or [row for row in confirmed if _called(row, text)]
    return [_found(roster, row) for row in rows], None


def _goes_to(every: list[Roster], away: Away, judged: Judgement | None, zone: str) -> str:
    if judged is None or not judged.other:
        return ""
    doors = {row.session.code: row.session for row in every} | dict(away.sessions)
    return dated_title(doors[judged.other], zone)


def _called(row: Expected, text: str) -> bool:
    name = "".join(row.name.split()).casefold()
    by_name = bool(name) and (text in name or (len(text) > 1 and text.endswith(name)))
    return by_name or (len(text) >= 4 and row.code.casefold().startswith(text))


def _by_ticket(
    every: list[Roster], away: Away, roster: Roster, asked: str
) -> tuple[list[Found], Judgement | None]:
    ticket = read_ticket(asked, verify)
    doors = [row.at_door() for row in every]
    judged = judge(doors, roster.session.code, ticket, int(clock.now().timestamp()), away.codes)
    row = next((one for one in roster.bookings if ticket and one.code == ticket.booking), None)
    if row is None or not (judged.verdict in ADMITTING or judged.verdict in AGAINST_ADVICE):
        return [], judged
    return [_found(roster, row, judged)], None


def _found(roster: Roster, row: Expected, judged: Judgement | None = None) -> Found:
    listed = roster.at_door().bookings[row.code]
    told = judged or judge_found(listed)
    return Found(row, listed.arrived, told.verdict, max(told.left, 1), str(uuid4()))
