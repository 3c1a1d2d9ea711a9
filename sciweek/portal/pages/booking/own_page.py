"""What the page of one booking shows to whoever has its link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Mode
from sciweek.base.errors import Conflict, Refused
from sciweek.booking.actions import needs_code, words_in_force, words_to_read
from sciweek.booking.models import Booking, ConsentText, Telling, Terms
from sciweek.booking.queries import Bookable, bookable, last_end, policy_of, queue_before, tellings_of
from sciweek.booking.states import ENDED, LIVE, BookingState, News, Passing
from sciweek.committee.addresses import public_address
from sciweek.look.dates import day_words, local, moment_words
from sciweek.people.phones import shown_phone
from sciweek.portal import queries
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.booking.changes import Seen, change_words
from sciweek.portal.logic.booking.given import EMPTY, Given, of_party
from sciweek.portal.logic.booking.inputs import Input, bands, group_numbers, heir_code_input, heir_inputs
from sciweek.portal.logic.booking.people import before_words, grouped, party_words, seats_words
from sciweek.portal.pages.booking.addresses import booking_address, own_address
from sciweek.portal.pages.booking.beside import Other, instead_of, others_of
from sciweek.portal.pages.session_words import address_words, host_of, name_words, when_words, where_words
from sciweek.programme.models import ReleasedSession
from sciweek.programme.states import SessionState

MOST_TELLINGS = 10
S = BookingState
# Beside the state the page has a word for what the clock and the session do to it.
LEVELS: dict[str, str] = {S.CONFIRMED: "good", S.OFFERED: "attention", S.WAITING: "info", S.APPLIED: "info"}


@dataclass(frozen=True, slots=True)
class Date:
    """One session of the booking: a course has several. `changes`: what differs from what was booked."""

    when: str
    where: str
    is_off: bool
    reason: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """`standing` is the booking's state, or `over`, or `called_off`. `acting`: the part whose form was sent and comes
    back with what was typed. `place` is empty where the dates say each its own; `way` is its street and
    number. `link` is where one takes part online; `is_online`: there alone, so that nobody needs a ticket."""

    booking: Booking
    activity: Activity
    terms: Terms
    name: str
    code: str
    standing: str
    headline: str
    level: str
    done: str
    message: str
    acting: str
    party: str
    seats: str
    phone: str
    dates: tuple[Date, ...]
    place: str
    way: str
    link: str
    link_host: str
    is_online: bool
    before: str
    may_be_passed: bool
    until: str
    closes: str
    is_late: bool
    can_act: bool
    can_move: bool
    has_ticket: bool
    asks_photo: bool
    consent: ConsentText
    typed: Given
    agreed: Given
    inputs: tuple[Input, ...]
    problems: Mapping[str, str]
    heir: tuple[Input, ...]
    heir_code: Input | None
    others: tuple[Other, ...]
    tellings: tuple[Telling, ...]
    is_back: bool
    was_offered: bool
    has_sms: bool
    erased_on: str
    address: str
    share_url: str
    code_url: str
    ticket_url: str
    ics_url: str
    session_url: str
    activity_url: str
    again_url: str
    find_url: str
    version: int


def answer_own(
    visit: Visit,
    booking: Booking,
    *,
    refusal: Refused | None = None,
    acting: str = "",
    given: Given | None = None,
    done: str = "",
) -> HttpResponse:
    """The booking's page. Nobody keeps it, nobody finds it, and no link on it says where it was followed."""
    page = own_page(visit, booking, refusal, acting, given, done)
    answer = visit.show(
        "portal/booking/own.html",
        page,
        title=_("%(state)s：%(name)s") % {"state": page.headline, "name": page.name},
        is_private=True,
        status=refusal.status if refusal else 200,
    )
    return unseen(answer)


def unseen(answer: HttpResponse) -> HttpResponse:
    """Its address is a secret: no search engine keeps it, no other site hears of it."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def own_page(
    visit: Visit, booking: Booking, refusal: Refused | None, acting: str, given: Given | None, done: str
) -> OwnPage:
    found, zone = bookable(booking.pool), visit.zone
    pairs = queries.shown_of(booking, visit.release)
    dates = tuple(_date(pair, zone) for pair in pairs)
    row = next((pair.now for pair in pairs if pair.now), None) or (pairs[0].then if pairs else None)
    is_off = found.is_called_off or (bool(dates) and all(date.is_off for date in dates))
    is_over = visit.now >= found.ends_at
    tellings = list(tellings_of(booking))
    ended_by = _ended_by(booking, tellings)
    standing = _standing(booking, is_off, is_over, ended_by)
    can_act = booking.state in LIVE and not is_over
    is_late = visit.now >= found.closes_at
    problems = {name: str(text) for name, text in refusal.fields.items()} if refusal else {}
    typed = given if given is not None and acting == "change" else of_party(booking.party)
    heir = given if given is not None and acting == "pass_on" else Given(EMPTY, booking.party)
    terms = found.terms
    place, link = _one_place(dates), row.link if row and can_act and not is_off else ""
    helps = can_act or booking.state in (S.CANCELLED, S.LAPSED, S.DECLINED) or is_off
    return OwnPage(
        booking=booking,
        activity=found.activity,
        terms=terms,
        name=name_words(row) if row else found.activity.name,
        code=grouped(booking.code),
        standing=standing,
        headline=headline(booking, standing),
        level=LEVELS.get(booking.state, "attention") if standing == booking.state else "attention",
        done=done,
        message=_message(refusal),
        acting=acting,
        party=party_words(booking.party),
        seats=seats_words(booking.places),
        phone=shown_phone(booking.contact.phone),
        dates=dates,
        place=place,
        way=address_words(row) if row and place else "",
        link=link,
        link_host=host_of(link),
        is_online=row is not None and row.mode == Mode.ONLINE,
        before=before_words(queue_before(booking)) if booking.state == S.WAITING else "",
        may_be_passed=terms.passing == Passing.FITTING,
        until=moment_words(booking.offered_until, zone) if booking.offered_until else "",
        closes=moment_words(found.closes_at, zone),
        is_late=is_late,
        can_act=can_act,
        can_move=can_act and not is_late and booking.pool.session_id is not None,
        has_ticket=booking.state == S.CONFIRMED and not is_over and not is_off,
        asks_photo=booking.party.has_under_14 and booking.state not in (S.CANCELLED, S.DECLINED, S.LAPSED),
        consent=words_to_read(booking.consent or words_in_force(visit.week)),
        typed=typed,
        agreed=replace(typed, photo=booking.photo_consent),
        inputs=_numbers(found, typed, problems),
        problems=problems,
        heir=heir_inputs(heir, problems),
        heir_code=heir_code_input(heir, problems) if needs_code() else None,
        others=_others(visit, booking, row, standing) if row and helps and not is_over else (),
        tellings=tuple(tellings[:MOST_TELLINGS]),
        is_back=ended_by == News.BACK and not is_off,
        was_offered=any(each.news == News.OFFERED for each in tellings),
        has_sms=needs_code(),
        erased_on=_erased_on(visit, booking),
        address=booking_address(booking),
        share_url=public_address(visit.request, "portal:booking", **own_address(booking)),
        code_url=reverse("portal:booking_code", kwargs=own_address(booking)),
        ticket_url=reverse("portal:booking_ticket", kwargs=own_address(booking)),
        ics_url=reverse("portal:booking_ics", kwargs=own_address(booking)),
        session_url=visit.address("session", code=row.code) if row else "",
        activity_url=visit.address("activity", code=found.activity.code),
        again_url=_again(visit, booking, row) if row and not is_off and not is_late else "",
        find_url=reverse("portal:bookings_find"),
        version=_version(booking, refusal),
    )


def _again(visit: Visit, booking: Booking, row: ReleasedSession) -> str:
    """Where to book the same once more; whom the host has declined asks the host."""
    return "" if booking.state == S.DECLINED else visit.address("session_book", code=row.code)


def headline(booking: Booking, standing: str) -> str:
    """The state in a few words."""
    if standing == "called_off":
        return _("这一场取消了")
    if standing == "over":
        return _("这一场已经结束")
    return str(BookingState(booking.state).label)


def _ended_by(booking: Booking, tellings: Iterable[Telling]) -> str:
    """What ended a cancelled booking: its session (`BACK`: which takes place after all) or the host; empty: its booker,
    who gives no reason."""
    if booking.state != S.CANCELLED or not booking.reason:
        return ""
    ends = (News.CALLED_OFF, News.BACK, News.REMOVED)
    return next((each.news for each in tellings if each.news in ends), News.REMOVED)


def _standing(booking: Booking, is_off: bool, is_over: bool, ended_by: str) -> str:
    """Whose booking ended before the session did keeps that word: nobody is thanked for coming who did not come."""
    if is_off and (booking.state != S.CANCELLED or ended_by in (News.CALLED_OFF, News.BACK)):
        return "called_off"
    return "over" if is_over and booking.state not in ENDED else booking.state


def _others(visit: Visit, booking: Booking, row: ReleasedSession, standing: str) -> tuple[Other, ...]:
    """Where else there are seats for the party; when nothing of the activity is left, elsewhere."""
    found = others_of(visit, row, booking.places)
    return found or (instead_of(visit, booking.pool, booking.places) if standing == "called_off" else ())


def _numbers(found: Bookable, typed: Given, problems: Mapping[str, str]) -> tuple[Input, ...]:
    if found.terms.is_group:
        return group_numbers(typed, problems)
    return bands(typed, problems, small_need_seats=found.terms.small_need_seats)


def _date(pair: queries.Shown, zone: str) -> Date:
    then, now = (_seen(row, zone) for row in (pair.then, pair.now))
    seen = now or then or Seen("", "")
    return Date(seen.when, seen.where, seen.is_off, seen.reason, change_words(then, now))


def _one_place(dates: tuple[Date, ...]) -> str:
    """Where all of it takes place; empty when the dates of a course lie apart."""
    places = {date.where for date in dates}
    return places.pop() if len(places) == 1 else ""


def _seen(row: ReleasedSession | None, zone: str) -> Seen | None:
    if row is None:
        return None
    stopped = row.activity.state == ActivityState.CANCELLED
    is_off = stopped or row.state == SessionState.CANCELLED
    reason = row.state_reason or (row.activity.state_reason if stopped else "")
    return Seen(when_words(row, zone), where_words(row), is_off, reason if is_off else "")


def _message(refusal: Refused | None) -> str:
    if refusal is None:
        return ""
    return str(refusal.message) or _("还差一点：请看下面标出的地方，改好再提交。")


def _version(booking: Booking, refusal: Refused | None) -> int:
    """After a conflict the page shows how it stands now: the next press knows of it."""
    if isinstance(refusal, Conflict) and refusal.version is not None:
        return refusal.version
    return booking.version


def _erased_on(visit: Visit, booking: Booking) -> str:
    end = last_end(booking) or visit.now
    return day_words(
        local(end + timedelta(days=policy_of(visit.week).erase_after_days), visit.zone).date(), year=True
    )
