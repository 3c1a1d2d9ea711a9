"""验收: refused while something is open, one that stands, frozen, reopened with a reason, two people at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.base.tests.together import at_once, codes
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.logbook.models import Entry
from sciweek.promotion import actions
from sciweek.promotion.logic.frozen import Signer, read_signers, results, written_signers
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.queries import stamp_of
from sciweek.promotion.tests.bought import (
    NOW,
    PEOPLE,
    TODAY,
    accepted,
    agreed,
    broken,
    delivered,
    line_of,
    service_of,
)


def ready(cast: Cast) -> Service:
    """A service with one deliverable accepted and one waived."""
    service = service_of(cast, price="28000", contract_no="临采〔2027〕7号")
    agreed(cast, line_of(cast, service))
    other = line_of(cast, service, "折页", counted_in="册", amount="3000")
    actions.waive_deliverable(cast.actor("office"), other, why="改为电子版，按合同扣款")
    return service


@pytest.mark.parametrize("state", ["none", "due", "delivered", "returned"])
def test_a_service_with_open_ends_is_not_accepted(in_week: Cast, state: str) -> None:
    service, office = service_of(in_week), in_week.actor("office")
    if state != "none":
        line = line_of(in_week, service, "站台海报")
        if state != "due":
            line = delivered(in_week, line)
        if state == "returned":
            actions.return_deliverable(office, line, why="缺三个站")
    with pytest.raises(Refused) as refusal:
        accepted(in_week, service)
    assert refusal.value.code == ("no_deliverables" if state == "none" else "not_cleared")
    assert ("站台海报" in str(refusal.value)) == (state != "none")
    service.refresh_from_db()
    assert (service.state, Acceptance.objects.count()) == ("running", 0)


def test_what_was_accepted_is_frozen(in_week: Cast) -> None:
    service = ready(in_week)
    one = accepted(in_week, service)
    assert one.terms["price"] == "28000.00"
    assert [(each.what, each.state, each.delivered) for each in results(one.results)] == [
        ("站台灯箱海报", "accepted", "30.00"),
        ("折页", "waived", ""),
    ]
    assert one.people == [{"name": signer.name, "post": signer.post} for signer in PEOPLE]
    line, office = Deliverable.objects.first(), in_week.actor("office")
    assert line is not None
    for act in (
        lambda: actions.edit_service(office, service, price="1"),
        lambda: actions.edit_deliverable(office, line, what="别的"),
        lambda: actions.return_deliverable(office, line, why="再看看"),
        lambda: actions.add_deliverable(office, service, what="加一条", due_on=TODAY),
        lambda: actions.drop_deliverable(office, line),
        lambda: actions.take_up_service(office, service),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "inspected"
    assert broken() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"accepted_on": None}, "accepted_on"),
        ({"accepted_on": TODAY + timedelta(1)}, "accepted_on"),
        ({"accepted_on": date(27, 5, 25)}, "accepted_on"),
        ({"verdict": "splendid"}, "verdict"),
        ({"verdict": "remarks"}, "remarks"),
        ({"verdict": "fail"}, "remarks"),
        ({"people": ()}, "people"),
        ({"people": (Signer(" "),)}, "people"),
        ({"people": (Signer("江" * 61),)}, "people"),
        ({"people": PEOPLE * 7}, "people"),
    ],
)
def test_nonsense_of_an_acceptance_is_refused_beside_its_field(
    in_week: Cast, values: dict[str, Any], field: str
) -> None:
    service = ready(in_week)
    with pytest.raises(Refused) as refusal:
        accepted(in_week, service, **values)
    assert list(refusal.value.fields) == [field]


def test_nothing_is_accepted_before_it_was_signed(in_week: Cast) -> None:
    service = actions.edit_service(in_week.actor("office"), ready(in_week), signed_on=TODAY)
    with pytest.raises(Refused) as refusal:
        accepted(in_week, service, accepted_on=TODAY - timedelta(1))
    assert "accepted_on" in refusal.value.fields


def test_the_office_alone_accepts_and_reopens(in_week: Cast) -> None:
    service = ready(in_week)
    for who, answer in (("publicity", Forbidden), ("liaison", Forbidden), ("other_liaison", OutOfSight)):
        with pytest.raises(answer):
            actions.accept_service(
                in_week.actor(who), service, accepted_on=TODAY, verdict="pass", people=PEOPLE
            )
    accepted(in_week, service)
    with pytest.raises(Forbidden):
        actions.reopen_service(in_week.actor("liaison"), service, why="看错了")


def test_a_reopened_acceptance_stays_to_be_read_and_the_next_one_stands(in_week: Cast) -> None:
    service, office = ready(in_week), in_week.actor("office")
    accepted(in_week, service, verdict="remarks", remarks="三个站补画")
    with pytest.raises(Refused) as refusal:
        actions.reopen_service(office, service, why=" ")
    assert "why" in refusal.value.fields
    actions.reopen_service(office, service, why="补画后再验收")
    assert broken() == []
    line = Deliverable.objects.get(state="accepted")
    back = actions.return_deliverable(office, line, why="三个站没有画面")
    with pytest.raises(Refused):
        accepted(in_week, service)
    agreed(in_week, back, delivered_amount="33")
    second = accepted(in_week, service)
    first = Acceptance.objects.get(number=1)
    assert (second.number, second.stands, first.stands) == (2, True, False)
    assert (first.reopened_by, first.reopened_why) == ("江办", "补画后再验收")
    assert results(first.results)[0].delivered == "30.00"
    assert results(second.results)[0].delivered == "33.00"
    assert broken() == []
    verbs = list(Entry.objects.filter(kind="promotion.service").values_list("verb", flat=True))
    assert sorted(verbs) == ["accept_service", "accept_service", "add_service", "reopen_service"]


def test_a_service_that_was_set_aside_has_nothing_to_accept_or_reopen(in_week: Cast) -> None:
    service, office = ready(in_week), in_week.actor("office")
    aside = actions.set_service_aside(office, service, why="登记错了")
    with pytest.raises(Refused) as refusal:
        accepted(in_week, aside)
    assert refusal.value.code == "no_such_move"
    with pytest.raises(Refused) as refusal:
        actions.reopen_service(office, aside, why="再看")
    assert refusal.value.code == "set_aside"


def test_what_changed_behind_the_page_is_not_accepted_unseen(in_week: Cast) -> None:
    service, office = ready(in_week), in_week.actor("office")
    seen = stamp_of(list(Deliverable.objects.all()))
    line = Deliverable.objects.get(state="accepted")
    agreed(in_week, actions.return_deliverable(office, line, why="少了"), delivered_amount="12")
    with pytest.raises(Conflict):
        accepted(in_week, service, seen_stamp=seen)
    assert accepted(in_week, service, seen_stamp=stamp_of(list(Deliverable.objects.all()))).stands


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_accept_at_once_one_is_told_so() -> None:
    cast = make_cast()
    with cast.inside(), clock.standing_at(NOW):
        service = ready(cast)

    def work() -> str:
        with cast.inside(), clock.standing_at(NOW):
            return str(accepted(cast, service).number)

    said = codes(at_once(work, work))
    with cast.inside():
        assert sorted(said) == ["1", "no_such_move"]
        assert Acceptance.objects.count() == 1
        assert broken() == []


def test_people_are_read_as_somebody_writes_them() -> None:
    text = "江办，区科技局办公室主任\n\n 宣小审 区融媒体中心、副主任\n计小核"
    people = read_signers(text)
    assert people == [
        Signer("江办", "区科技局办公室主任"),
        Signer("宣小审", "区融媒体中心 副主任"),
        Signer("计小核"),
    ]
    assert read_signers(written_signers(people)) == people


def test_the_doctor_finds_what_no_action_could_have_made(in_week: Cast) -> None:
    service = ready(in_week)
    accepted(in_week, service)
    Deliverable.objects.filter(state="waived").update(state="due", state_reason="")
    assert len(broken()) == 2
    Deliverable.objects.filter(state="due").update(state="waived")
    assert len(broken()) == 1
    Service.objects.update(state="running")
    assert len(broken()) == 3
