"""What the booking form shows: the same to everybody, and after a refusal what its sender typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Mode
from sciweek.base.errors import OutOfSight, Refused
from sciweek.booking.actions import needs_code, words_in_force, words_to_read
from sciweek.booking.logic.fullness import Fullness
from sciweek.booking.logic.questions import read_questions
from sciweek.booking.models import ConsentText, Terms
from sciweek.booking.queries import fullness_by_session, policy_of, terms_of
from sciweek.booking.states import Admission, Choice, Level, Passing
from sciweek.look.dates import clock_words, day_words, local, moment_words
from sciweek.portal import queries
from sciweek.portal.cache import PAGES
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.booking.given import ALONE, NOTHING, TRAP, Given, fill, hole, holes
from sciweek.portal.logic.booking.inputs import (
    Input,
    bands,
    code_input,
    contact_inputs,
    group_inputs,
    question_inputs,
)
from sciweek.portal.logic.wish import Wish, read_code
from sciweek.portal.pages.booking.beside import WITH_SEATS, Other, Slot, dates_of, others_of, slots_of
from sciweek.portal.pages.fullness import too_little_words
from sciweek.portal.pages.session_words import name_words, when_words, where_words
from sciweek.programme.models import ReleasedSession
from sciweek.programme.states import RunKind, SessionState

# A page that says how many seats are free is read anew so often.
FRESH_FOR = timedelta(seconds=3)
# Nobody gets into this one any more; into another perhaps.
NO_MORE = ("closed", "called_off", "over")


@dataclass(frozen=True, slots=True)
class FormPage:
    """`standing`: open, full, soon, closed, over, called_off, free or none. `problems` stand beside their lines;
    `message` above them. `can_wait`: whoever is refused for want of seats may queue with what was typed.
    `is_there`: the refused phone has a booking already."""

    session: ReleasedSession
    activity: Activity
    name: str
    when: str
    day: str
    where: str
    # Nobody sets out: it takes place online alone.
    is_online: bool
    # What the host wants bookers to know, where one can still book.
    note: str
    dates: tuple[str, ...]
    standing: str
    level: Level
    fullness: Fullness | None
    terms: Terms | None
    opens_at: datetime | None
    opens: str
    closes: str
    is_late: bool
    message: str
    is_notice: bool
    is_there: bool
    problems: Mapping[str, str]
    inputs: tuple[Input, ...]
    contact: tuple[Input, ...]
    questions: tuple[Input, ...]
    code: Input | None
    given: Given
    consent: ConsentText
    slots: tuple[Slot, ...]
    others: tuple[Other, ...]
    can_wait: bool
    fits_less: bool
    too_little: str
    # How many seats are left, where that is one number.
    seats: str
    # Why the slot that the address names cannot be had, while others of its day can.
    lost_slot: str
    in_order: bool
    is_chosen_by_host: bool
    erase_after_days: int
    trap: str
    action: str
    session_url: str
    # What else there is on its day, for whoever cannot come to it; empty where the day does not matter.
    day_url: str
    opening_url: str
    code_url: str
    find_url: str
    site: str


def answer_form(
    visit: Visit, code: str, given: Given | None = None, refusal: Refused | None = None, *, notice: str = ""
) -> HttpResponse:
    """The form of the session that the address names; after a refusal with its status, and nobody keeps it."""
    if given is not None and refusal is not None and not refusal.fields:
        return _again(visit, code, given, refusal)
    return _answer(visit, code, given, refusal, notice)


def _again(visit: Visit, code: str, given: Given, refusal: Refused) -> HttpResponse:
    """The form after a refusal that is the same for everybody, in a rush for thousands: the page is made once and
    what each has typed is put in. Saying that all is full costs less than booking."""
    name = ("form", visit.request.path_info, get_language(), refusal.code, tuple(given.answers))

    def make() -> tuple[str, datetime]:
        open_form = Refused(hole("message"), code=refusal.code)
        page = _answer(visit, code, holes(given.answers), open_form, "")
        return page.content.decode(), visit.now + FRESH_FOR

    page = PAGES.recall(name, visit.kept, make)
    answer = HttpResponse(fill(page, given, message=str(refusal.message)), status=refusal.status)
    add_never_cache_headers(answer)
    return answer


def _answer(
    visit: Visit, code: str, given: Given | None, refusal: Refused | None, notice: str
) -> HttpResponse:
    wanted, release = read_code(code), visit.release
    found = queries.released_session(release, wanted) if wanted and release else None
    if found is None:
        raise OutOfSight(code)
    if refusal is None and given is None and code != found.code:
        return redirect(visit.address("session_book", code=found.code))
    page = form_page(visit, found, given, refusal, notice)
    until = visit.now + FRESH_FOR
    if page.fullness is not None:
        turn = page.fullness.turns_at(visit.now)
        until = min(until, turn) if turn else until
    return visit.show(
        "portal/booking/form.html",
        page,
        title=_("预约：%(name)s") % {"name": page.name},
        description=page.when,
        canonical=visit.lasting_address("session_book", code=found.code),
        here="programme",
        true_until=until,
        is_private=given is not None,
        status=refusal.status if refusal else 200,
    )


def form_page(
    visit: Visit, found: ReleasedSession, given: Given | None, refusal: Refused | None, notice: str
) -> FormPage:
    terms = terms_of(found.run)
    is_group = terms is not None and terms.is_group
    fresh = NOTHING if is_group else ALONE
    shown = given or replace(fresh, texts={**fresh.texts, "slot": found.code})
    beside = slots_of(visit, found, shown) if terms and found.run.kind == RunKind.SLOTS else ()
    fullness = fullness_by_session([(found.session_id, found.run_id)]).get(found.session_id)
    level = fullness.level(visit.now) if fullness else Level.CLOSED
    problems = {name: str(text) for name, text in refusal.fields.items()} if refusal else {}
    standing = _standing(found, terms, fullness, level, visit.now)
    lost_slot = ""
    if any(slot.is_open for slot in beside):
        lost_slot = _lost_slot(visit, found, standing) if given is None else ""
        standing = "open"
    is_full = level in (Level.FULL, Level.WAITING)
    was_full = refusal is not None and refusal.code == "full"
    has_waiting = terms is not None and terms.has_waiting
    return FormPage(
        session=found,
        activity=found.activity,
        name=name_words(found),
        when=when_words(found, visit.zone),
        day=day_words(local(found.starts_at, visit.zone).date()),
        where=where_words(found),
        is_online=found.mode == Mode.ONLINE,
        note=terms.note if terms and (standing == "open" or shown.is_sent) else "",
        dates=dates_of(visit, found) if found.run.kind == RunKind.COURSE else (),
        standing=standing,
        level=level,
        fullness=fullness,
        terms=terms,
        opens_at=terms.opens_at if terms else None,
        opens=moment_words(terms.opens_at, visit.zone) if terms and terms.opens_at else "",
        closes=moment_words(fullness.closes_at, visit.zone) if fullness and terms else "",
        is_late=fullness is not None and visit.now >= fullness.closes_at,
        message=notice or _message(refusal),
        is_notice=bool(notice),
        is_there=refusal is not None and refusal.code == "twice",
        problems=problems,
        inputs=group_inputs(shown, problems)
        if is_group
        else bands(shown, problems, small_need_seats=terms is None or terms.small_need_seats),
        contact=contact_inputs(shown, problems),
        questions=question_inputs(read_questions(terms.questions), shown, problems) if terms else (),
        code=code_input(shown, problems) if needs_code() else None,
        given=shown,
        consent=words_to_read(words_in_force(visit.week)),
        slots=beside,
        others=others_of(visit, found) if was_full or is_full or standing in NO_MORE else (),
        can_wait=has_waiting and (was_full or is_full),
        fits_less=fullness is not None and fullness.free >= fullness.least,
        too_little=too_little_words(fullness) if fullness else "",
        seats=_seats_left(fullness) if fullness and level in WITH_SEATS and not beside else "",
        lost_slot=lost_slot,
        in_order=terms is not None and terms.passing == Passing.IN_ORDER,
        is_chosen_by_host=is_group and terms is not None and terms.choice == Choice.CHOSEN,
        erase_after_days=policy_of(visit.week).erase_after_days,
        trap=TRAP,
        action=visit.address("session_book", code=found.code),
        session_url=visit.address("session", code=found.code),
        day_url=_day_url(visit, found) if standing in ("called_off", "full", "closed") else "",
        opening_url=visit.address("session_opening", code=found.code),
        code_url=visit.address("session_code", code=found.code),
        find_url=reverse("portal:bookings_find"),
        site=settings.SCIWEEK_SITE_URL,
    )


def _message(refusal: Refused | None) -> str:
    if refusal is None:
        return ""
    if refusal.message:
        return str(refusal.message)
    return _("还差一点：请看下面标出的地方，改好再提交。")


def _day_url(visit: Visit, found: ReleasedSession) -> str:
    return visit.address("programme", Wish(day=local(found.starts_at, visit.zone).date()).query)


def _seats_left(fullness: Fullness) -> str:
    return ngettext("余 %(free)s 席", "余 %(free)s 席", fullness.free) % {"free": fullness.free}


def _lost_slot(visit: Visit, found: ReleasedSession, standing: str) -> str:
    when = clock_words(found.starts_at, found.ends_at, visit.zone)
    match standing:
        case "open":
            return ""
        case "called_off":
            return _("%(when)s 取消了，请选别的时间。") % {"when": when}
        case "full":
            return _("%(when)s 已约满，请选别的时间。") % {"when": when}
    return _("%(when)s 不能再约了，请选别的时间。") % {"when": when}


def _standing(
    found: ReleasedSession, terms: Terms | None, fullness: Fullness | None, level: Level, now: datetime
) -> str:
    if found.state == SessionState.CANCELLED or found.activity.state == ActivityState.CANCELLED:
        return "called_off"
    if now >= found.ends_at and found.run.kind != RunKind.COURSE:
        return "over"
    if terms is None:
        return "none"
    if terms.admission == Admission.FREE:
        return "free"
    if fullness is None:
        return "none"
    if level == Level.SOON:
        return "soon"
    if level == Level.CLOSED:
        return "called_off" if fullness.is_called_off else "closed"
    return "full" if level == Level.FULL else "open"
