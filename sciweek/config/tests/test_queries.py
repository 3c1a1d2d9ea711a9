"""No page and no operation of the API asks the database more often when there are more rows.

Held for all of them: the pages of `test_cast` and the operations of `test_api_rights`. Each is asked when there are two
of everything, and again when there are eight: with one or none there may be nothing yet that a further query looks for.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from sciweek.activities.actions import add_activity, tell_apart
from sciweek.base import clock
from sciweek.booking.actions import consent_for
from sciweek.booking.models import Booking, Policy
from sciweek.ceremonies.actions import GuestLine, fill_slip, seat_guests, set_hall
from sciweek.ceremonies.models import Slip
from sciweek.committee.actions import ContactLine, set_contacts
from sciweek.committee.models import Invitation, PersonalLink
from sciweek.committee.tests.cast import WHO as CAST
from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.crowd import crowd, models_of_rooms, rows_of
from sciweek.config.tests.programs import program, words_in, words_of
from sciweek.config.tests.test_api_rights import TABLE as OPERATIONS
from sciweek.config.tests.test_api_rights import WHO as CALLERS
from sciweek.config.tests.test_cast import TABLE as PAGES
from sciweek.config.tests.walk import WORDS, address, patterns
from sciweek.door.models import Arrival
from sciweek.door.states import How
from sciweek.duties.actions import Addressee, add_duty
from sciweek.duties.models import ReminderRule
from sciweek.logbook.models import Proof, Receipt, Seal
from sciweek.outreach.actions import add_days, ask_visit
from sciweek.outreach.models import Outing, Reach
from sciweek.portal.cache import PAGES as KEPT
from sciweek.post.actions import save_wording
from sciweek.post.models import Attempt, Message, QuietHours
from sciweek.post.states import Occasion
from sciweek.programme.actions import release_programme
from sciweek.programme.models import Session
from sciweek.week.actions import set_basis, set_directions

pytestmark = pytest.mark.one_database

# In the week: what was due is late, one session runs, another can still be booked.
DURING = datetime(2027, 5, 22, 2, tzinfo=UTC)
# Of these a region, an edition or the installation has one or none, or no page reads them.
LONE = {Policy, Proof, QuietHours, Receipt, ReminderRule, Seal}


@pytest.fixture
def peopled(lasting_cast: Cast, known: dict[str, dict[str, Any]], db: None) -> Iterator[Cast]:
    """The cast, with some of everything that `things` left out."""
    cast, office, liaison = lasting_cast, lasting_cast.actor("office"), lasting_cast.actor("liaison")
    week, units = cast.week, (cast.unit, cast.other_unit)
    with clock.standing_at(DURING), cast.inside():
        for given_out in (Invitation, PersonalLink):
            rows_of(given_out).update(expires_at=DURING + timedelta(days=7))
        set_directions(office, week, [("科技为民", "走进街道")])
        set_basis(office, week, [("关于举办科技活动周的通知", "云科〔2027〕3号")])
        set_contacts(office, week, [ContactLine(office="组委会办公室", phone="0890-8000000")])
        consent_for(week)
        twice = [
            add_activity(liaison, week, name="夜观星空", kind="lecture", unit=cast.unit) for _number in "一二"
        ]
        tell_apart(office, *twice)
        late = [Addressee(unit) for unit in units]
        add_duty(office, week, what="活动小结", due_on=date(2027, 5, 21), addressees=late)
        save_wording(
            office, cast.region, occasion=Occasion.GENERAL, name="谢谢", subject="谢谢", body="谢谢{单位}。"
        )
        letter = Message.objects.earliest("id")
        Attempt.objects.create(region=cast.region, message=letter, number=1, began_at=DURING)
        outing = Outing.objects.get()
        Reach.objects.create(week=week, outing=outing, street=cast.unit)
        add_days(office, outing, days=[date(2027, 5, 26)], part="morning")
        asked = {"contact_name": "云老师", "phone": "13900000001", "place": "云栖小学", "people": 90}
        ask_visit(
            liaison, week, unit=cast.unit, outing=outing, days=[(date(2027, 5, 26), "morning")], **asked
        )
        slip = Slip.objects.get()
        set_hall(office, slip.ceremony, rows=3, seats=8)
        fill_slip(office, slip, lines=[GuestLine("钟望江")])
        seat_guests(office, slip.ceremony)
        session = Session.objects.get(code=known["booking:of_session"]["code"])
        Arrival.objects.create(
            week=week,
            uid=uuid4(),
            session=session,
            booking=Booking.objects.get(),
            people=1,
            how=How.QR,
            scanned_at=DURING,
            at=DURING,
        )
        yield cast


def test_of_everything_there_is_something_and_can_be_more(peopled: Cast) -> None:
    before = {model: rows_of(model).count() for model in models_of_rooms() if model not in LONE}
    bare = [model for model, rows in before.items() if not rows]
    assert not bare, f"make some of these in `peopled`: {bare}"
    crowd(1)
    alone = [model for model, rows in before.items() if rows_of(model).count() == rows]
    assert not alone, f"`crowd` can make no more of these: {alone}"


def test_no_page_asks_more_often_when_there_is_more(peopled: Cast, known: dict[str, dict[str, Any]]) -> None:
    asks = {}
    for who in ("office", "liaison", "publicity", "auditor"):
        client = peopled.client(who)
        for name, words in dict(patterns()).items():
            if is_worth_asking(name, who):
                path = address(name, words, known)
                asks[f"{name} ({path}) to {who}"] = partial(client.get, path)
    growing = asking_more(peopled, asks)
    assert not growing, growing


def test_no_operation_asks_more_often_when_there_is_more(
    peopled: Cast, known: dict[str, dict[str, Any]], settings: Any
) -> None:
    settings.SCIWEEK_API_RATE = 1_000_000
    words = words_of(peopled, known)
    asks = {}
    for who in ("office", "liaison"):
        with clock.standing_at(DURING):
            caller = program(peopled, who)
        for name, row in OPERATIONS.items():
            method, _space, path = name.partition(" ")
            if method == "GET" and row.split()[CALLERS.index(who)] == "ok":
                asks[f"{name} to {who}"] = partial(caller.ask, method, path.format(**words_in(path, words)))
    growing = asking_more(peopled, asks)
    assert not growing, growing


def is_worth_asking(name: str, who: str) -> bool:
    """The office sees all, a liaison what belongs to one unit; to the others the workbench alone says something else."""
    row = PAGES[name][0].split()
    if "ok" not in row[CAST.index(who)]:
        return False
    is_the_same_for_all = len(set(row)) == 1
    return who == "office" or name == "desk:home" or (who == "liaison" and not is_the_same_for_all)


def asking_more(cast: Cast, asks: Mapping[str, Callable[[], Any]]) -> str:
    """Which of them ask more often when there is more, and what they ask then."""
    with clock.standing_at(DURING):
        more_of_everything(cast, 1)
        few = {name: counted(ask) for name, ask in asks.items()}
        more_of_everything(cast, 3)
        many = {name: counted(asks[name]) for name, queries in few.items() if queries}
    more = {
        name: queries - few[name] for name, queries in many.items() if queries.total() > few[name].total()
    }
    return "\n".join(f"{name}:\n  {queries}" for name, queries in more.items())


def more_of_everything(cast: Cast, times: int) -> None:
    """The public reads the newest release: it shall have all in it."""
    crowd(times)
    with cast.inside():
        release_programme(cast.actor("office"), cast.week)


def counted(ask: Callable[[], Any]) -> Counter[str]:
    """How often each query is asked, without what it asks for. What it changes is taken back."""
    asked: Counter[str] = Counter()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked[sql.partition(" WHERE ")[0]] += 1
        return execute(sql, *rest)

    KEPT.clear()
    with transaction.atomic():
        with connection.execute_wrapper(note):
            response = ask()
            if response.streaming:
                response.getvalue()
        transaction.set_rollback(True)
    assert WORDS.get(response.status_code) == "ok", (response.status_code, response.content.decode())
    return asked
