"""What was bought and what it asks for: sense, rights, lost updates, contacts."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from sciweek.activities.actions import add_activity
from sciweek.activities.states import Kind
from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.promotion import actions
from sciweek.promotion.jobs import forget_contractors
from sciweek.promotion.models import CONTACTS_KEPT, Deliverable, Service
from sciweek.promotion.queries import mark, next_deliverables, with_counts
from sciweek.promotion.states import AcceptanceVerdict
from sciweek.promotion.tests.bought import (
    NOW,
    TODAY,
    accepted,
    agreed,
    broken,
    delivered,
    line_of,
    service_of,
)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (None, None),
        ("", None),
        ("0", Decimal(0)),
        ("28,000.5 元", Decimal("28000.50")),
        (30000, Decimal(30000)),
    ],
)
def test_a_price_that_nobody_said_is_not_nothing(in_week: Cast, given: Any, stored: Any) -> None:
    service = service_of(in_week, price=given)
    assert Service.objects.get(pk=service.pk).price == stored


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "服" * 201}, "title"),
        ({"contractor": ""}, "contractor"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"price": "很多"}, "price"),
        ({"price": "1.005"}, "price"),
        ({"price": "-1"}, "price"),
        ({"price": "1e400"}, "price"),
        ({"price": "NaN"}, "price"),
        ({"signed_on": date(27, 4, 1)}, "signed_on"),
        ({"starts_on": date(2027, 5, 2), "ends_on": date(2027, 5, 1)}, "ends_on"),
        ({"note": "长" * 2001}, "note"),
    ],
)
def test_nonsense_of_a_service_is_refused_beside_its_field(
    in_week: Cast, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        service_of(in_week, **values)
    assert list(refusal.value.fields) == [field]
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"what": ""}, "what"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(1027, 5, 1)}, "due_on"),
        ({"amount": "0"}, "amount"),
        ({"amount": "三十"}, "amount"),
        ({"counted_in": "块" * 13}, "counted_in"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://[bad"}, "link"),
    ],
)
def test_nonsense_of_a_deliverable_is_refused_beside_its_field(
    in_week: Cast, values: dict[str, Any], field: str
) -> None:
    service = service_of(in_week)
    with pytest.raises(Refused) as refusal:
        line_of(in_week, service, **({"what": "海报"} | values))
    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"delivered_on": None}, "delivered_on"),
        ({"delivered_on": TODAY + timedelta(1)}, "delivered_on"),
        ({"delivered_amount": ""}, "delivered_amount"),
        ({"delivered_amount": "-1"}, "delivered_amount"),
        ({"note": ""}, "evidence"),
        ({"evidence": ["ftp://x.example"]}, "evidence"),
        ({"evidence": [f"https://x.example/{n}" for n in range(21)]}, "evidence"),
        ({"files": [actions.Upload("图.png", b"x")] * 13}, "files"),
    ],
)
def test_nonsense_of_a_delivery_is_refused_beside_its_field(
    in_week: Cast, values: dict[str, Any], field: str
) -> None:
    line = line_of(in_week, service_of(in_week))
    with pytest.raises(Refused) as refusal:
        delivered(in_week, line, **values)
    assert list(refusal.value.fields) == [field]
    assert Deliverable.objects.get().state == "due"


def test_what_names_no_number_is_delivered_without_one(in_week: Cast) -> None:
    line = line_of(in_week, service_of(in_week), amount=None, counted_in="")
    assert delivered(in_week, line, delivered_amount="").delivered_amount is None


def test_only_a_promotion_activity_is_served(in_week: Cast) -> None:
    office = in_week.actor("office")
    fits = add_activity(office, in_week.week, name="科普宣传推广", kind=Kind.PROMOTION)
    other = add_activity(office, in_week.week, name="科普讲座", kind=Kind.LECTURE)
    assert service_of(in_week, activity=fits).activity == fits
    with pytest.raises(Refused) as refusal:
        service_of(in_week, activity=other)
    assert "activity" in refusal.value.fields


def test_a_form_sent_twice_makes_one_service(in_week: Cast) -> None:
    key = uuid4()
    first, second = (service_of(in_week, request_uid=key) for _ in range(2))
    assert first == second
    assert Service.objects.count() == 1


def test_a_lost_update_is_refused_with_both_values(in_week: Cast) -> None:
    service, office = service_of(in_week), in_week.actor("office")
    actions.edit_service(office, service, seen_version=1, contract_no="临采〔2027〕7号")
    with pytest.raises(Conflict) as conflict:
        actions.edit_service(in_week.actor("liaison"), service, seen_version=1, contract_no="7号")
    assert conflict.value.theirs["contract_no"] == "临采〔2027〕7号"


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("office", None),
        ("publicity", None),
        ("liaison", None),
        ("link", None),
        ("auditor", Forbidden),
        ("other_liaison", OutOfSight),
        ("citizen", OutOfSight),
    ],
)
def test_the_buyer_runs_its_service_and_others_do_not(
    in_week: Cast, who: str, answer: type[Exception] | None
) -> None:
    line, actor = line_of(in_week, service_of(in_week)), in_week.actor(who)
    acts = (
        lambda: actions.edit_service(actor, line.service, note="加急"),
        lambda: actions.edit_deliverable(actor, line, appears_in="滨江路站"),
        lambda: actions.deliver(actor, line, delivered_on=TODAY, delivered_amount="1", note="交了"),
        lambda: actions.add_deliverable(actor, line.service, what="短视频", due_on=TODAY),
    )
    for act in acts:
        if answer is None:
            act()
        else:
            with pytest.raises(answer):
                act()


def test_a_unit_gives_its_service_to_no_other(in_week: Cast) -> None:
    service = service_of(in_week)
    with pytest.raises(Refused) as refusal:
        actions.edit_service(in_week.actor("liaison"), service, unit=in_week.other_unit)
    assert "unit" in refusal.value.fields
    moved = actions.edit_service(in_week.actor("publicity"), service, unit=in_week.other_unit)
    assert moved.unit == in_week.other_unit
    with pytest.raises(OutOfSight):
        actions.edit_service(in_week.actor("liaison"), moved, note="还能改吗")


def test_a_line_of_which_something_is_known_is_not_taken_out(in_week: Cast) -> None:
    office, line = in_week.actor("office"), line_of(in_week, service_of(in_week))
    actions.drop_deliverable(office, line)
    assert not Deliverable.objects.exists()
    kept = delivered(in_week, line_of(in_week, Service.objects.get()))
    with pytest.raises(Refused) as refusal:
        actions.drop_deliverable(office, kept)
    assert refusal.value.code == "delivered"


def test_what_was_set_aside_stays_and_can_be_taken_up(in_week: Cast) -> None:
    office, line = in_week.actor("office"), line_of(in_week, service_of(in_week))
    with pytest.raises(Refused) as refusal:
        actions.set_service_aside(office, line.service, why="")
    assert "why" in refusal.value.fields
    aside = actions.set_service_aside(office, line.service, why="合同终止")
    with pytest.raises(Refused) as refusal:
        delivered(in_week, line)
    assert refusal.value.code == "set_aside"
    assert broken() == []
    actions.take_up_service(office, aside)
    assert delivered(in_week, line).state == "delivered"
    assert broken() == []


def test_late_is_what_the_clock_says(in_week: Cast) -> None:
    line = line_of(in_week, service_of(in_week), due_on=TODAY)
    assert (mark(line, TODAY).words, line.is_overdue(TODAY)) == ("今天到期", False)
    assert (mark(line, TODAY + timedelta(1)).shape, line.is_overdue(TODAY + timedelta(1))) == (
        "overdue",
        True,
    )
    came = delivered(in_week, line, delivered_on=TODAY, delivered_amount="29.5")
    assert (came.is_overdue(TODAY + timedelta(9)), came.came_late, came.falls_short) == (False, False, True)
    back = actions.return_deliverable(in_week.actor("office"), came, why="少半块")
    assert mark(back, TODAY + timedelta(2)).words == "退回后逾期 2 天"


def test_what_is_due_first_stands_first(in_week: Cast) -> None:
    for title, day in (("晚的", 30), ("早的", 26)):
        service = service_of(in_week, title=title)
        line_of(in_week, service, due_on=date(2027, 5, day))
        line_of(in_week, service, due_on=date(2027, 6, 20))
    bare = service_of(in_week, title="没有交付物")
    gone = service_of(in_week, title="迟了的")
    line_of(in_week, gone, due_on=date(2027, 5, 20))
    rows: list[Any] = list(with_counts(Service.objects.all(), TODAY))
    assert [row.title for row in rows] == ["迟了的", "早的", "晚的", "没有交付物"]
    assert [(row.total, row.overdue) for row in rows] == [(1, 1), (2, 0), (2, 0), (0, 0)]
    assert next_deliverables(row.pk for row in rows)[rows[1].pk].due_on == date(2027, 5, 26)
    assert bare.pk not in next_deliverables(row.pk for row in rows)


def test_a_contact_is_sealed_masked_in_the_log_and_let_go_after_a_year(in_week: Cast) -> None:
    told = {"contact_name": "苏青禾", "contact_phone": "139 0000 1122"}
    done, running = service_of(in_week, **told), service_of(in_week, title="还在做的", **told)
    assert done.contact_phone == "+8613900001122"
    office = in_week.actor("office")
    actions.edit_service(office, done, contact_phone="13900003344")
    logged = Entry.objects.filter(verb="edit_service").latest("id").changes
    assert logged == {"contact_phone": ["···1122", "···3344"]}
    agreed(in_week, line_of(in_week, done))
    accepted(in_week, done, verdict=AcceptanceVerdict.PASS)
    for days, kept in ((CONTACTS_KEPT - 1, "苏青禾"), (CONTACTS_KEPT + 1, "")):
        with clock.standing_at(NOW + timedelta(days=days)):
            forget_contractors.call()
        done.refresh_from_db()
        assert done.contact_name == kept
    running.refresh_from_db()
    assert (running.contact_name, done.contact_phone) == ("苏青禾", "")
