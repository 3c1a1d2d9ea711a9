import pytest

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, Refused
from sciweek.ceremonies import actions
from sciweek.ceremonies.invariants import invariants
from sciweek.ceremonies.models import Ceremony, Guest, Item, Seat
from sciweek.ceremonies.queries import running_order, with_counts
from sciweek.ceremonies.tests.halls import BEFORE, ceremony, hall, invited, line, opening
from sciweek.programme.actions import add_sessions, drop_run, drop_session


def problems() -> list[str]:
    return [text for one in invariants() for text in one.check()]


def order(place: Place, *minutes: int) -> Ceremony:
    found = ceremony(place)
    for n, lasting in enumerate(minutes, 1):
        actions.add_item(place.office, found, what=f"第{n}项", minutes=lasting)
    return found


def told(found: Ceremony) -> list[tuple[str, str]]:
    shown = []
    for one in running_order(found).items:
        assert one.slot is not None
        shown.append((one.item.what, f"{one.slot.starts_at.astimezone(at(1, 1).tzinfo):%H:%M}"))
    return shown


def test_an_item_begins_when_the_one_before_it_ends(place: Place) -> None:
    found = order(place, 5, 10, 20)
    assert told(found) == [("第1项", "01:00"), ("第2项", "01:05"), ("第3项", "01:15")]
    assert running_order(found).over == -55


def test_an_item_that_is_moved_takes_its_minutes_along(place: Place) -> None:
    found = order(place, 5, 10, 20)
    third = Item.objects.get(what="第3项")
    actions.move_item(place.office, third, to=1)
    assert [what for what, _when in told(found)] == ["第3项", "第1项", "第2项"]
    actions.move_item(place.office, third, to=99)
    actions.drop_item(place.office, Item.objects.get(what="第1项"))
    assert [(one.what, one.position) for one in Item.objects.all()] == [("第2项", 1), ("第3项", 2)]


def test_an_item_wants_words_and_minutes(place: Place) -> None:
    found = order(place)
    with pytest.raises(Refused) as refusal:
        actions.add_item(place.office, found, what=" ", minutes=0)
    assert set(refusal.value.fields) == {"what", "minutes"}
    with pytest.raises(Refused):
        actions.release_order(place.office, found)  # there is nothing to be seen


def test_two_who_edit_an_item_do_not_overwrite_each_other(place: Place) -> None:
    order(place, 5)
    item = Item.objects.get()
    actions.edit_item(place.office, item, seen_version=1, minutes=6)
    with pytest.raises(Conflict):
        actions.edit_item(place.office, item, seen_version=1, minutes=7)


def test_a_ceremony_is_bound_once_to_an_activity_of_its_kind(place: Place) -> None:
    activity = opening(place)
    ceremony(place, activity=activity)
    with pytest.raises(Refused) as refusal:
        ceremony(place, activity=activity)
    assert "activity" in refusal.value.fields
    with pytest.raises(Refused):
        ceremony(place, activity=opening(place, "科普讲座", kind="lecture"))


def test_what_comes_before_the_ceremony_lies_before_it(place: Place) -> None:
    with pytest.raises(Refused) as refusal:
        ceremony(place, reply_by=at(23, 9), assemble_at=at(22, 9, 30))
    assert set(refusal.value.fields) == {"reply_by", "assemble_at"}


def test_a_ceremony_with_replies_is_not_dropped(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found)
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line()])
    with pytest.raises(Refused):
        actions.drop_ceremony(place.office, found)
    other = ceremony(place, activity=opening(place, "闭幕式"))
    actions.drop_ceremony(place.office, other)
    assert not Ceremony.objects.filter(pk=other.pk).exists()


def test_places_beyond_the_hall_are_told_and_not_forbidden(place: Place) -> None:
    found = ceremony(place, capacity=5)
    invited(place, found, 2)
    (counted,) = with_counts(Ceremony.objects.filter(pk=found.pk).select_related("activity", "session__room"))
    assert (counted.places, counted.units, counted.too_many) == (6, 3, 1)


def seated(place: Place, *names: str) -> Ceremony:
    found = hall(place, ceremony(place))
    slip = invited(place, found, len(names))
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line(name) for name in names])
    actions.seat_guests(place.office, found)
    return found


def where(found: Ceremony) -> dict[str, tuple[int, int]]:
    rows = Seat.objects.filter(ceremony=found, guest__isnull=False).select_related("guest")
    return {seat.guest.name: (seat.row, seat.place) for seat in rows if seat.guest}


def test_seating_anew_keeps_what_was_set_by_hand(place: Place) -> None:
    found = seated(place, "甲乙", "丙丁", "戊己")
    actions.put_guest(place.office, found, Guest.objects.get(position=1), row=4, place=6)
    actions.seat_guests(place.office, found)
    assert where(found) == {"甲乙": (4, 6), "丙丁": (1, 1), "戊己": (1, 2)}
    assert problems() == []


def test_two_guests_change_seats_and_one_moves_to_a_free_one(place: Place) -> None:
    found = seated(place, "甲乙", "丙丁")
    actions.swap_seats(place.office, found, (1, 1), (1, 2))
    assert where(found) == {"甲乙": (1, 2), "丙丁": (1, 1)}
    actions.swap_seats(place.office, found, (1, 1), (3, 3))
    assert where(found) == {"甲乙": (1, 2), "丙丁": (3, 3)}
    actions.put_guest(place.office, found, Guest.objects.get(position=1), row=3, place=3)
    assert where(found) == {"甲乙": (3, 3), "丙丁": (1, 2)}
    with pytest.raises(Refused):
        actions.swap_seats(place.office, found, (1, 1), (9, 9))
    with pytest.raises(Forbidden):
        actions.swap_seats(place.liaison, found, (1, 1), (1, 2))


def test_units_that_have_not_answered_have_seats_kept_until_they_do(place: Place) -> None:
    found = hall(place, ceremony(place))
    slip = invited(place, found, 2)
    done = actions.seat_guests(place.office, found, with_unnamed=True)
    assert done.taken == 6
    assert Seat.objects.filter(unit=slip.unit).count() == 2
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line()])
    assert not Seat.objects.filter(unit=slip.unit).exists()
    assert actions.seat_guests(place.office, found, with_unnamed=True).taken == 5


def test_who_finds_no_seat_is_named(place: Place) -> None:
    found = hall(place, ceremony(place), rows=1, seats=2)
    slip = invited(place, found, 3)
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line("甲乙"), line("丙丁"), line("戊己")])
    done = actions.seat_guests(place.office, found)
    assert done.left_over == ("云栖街道办事处 戊己",)


def test_a_smaller_hall_frees_the_seats_that_it_no_longer_has(place: Place) -> None:
    found = seated(place, "甲乙", "丙丁")
    hall(place, found, rows=4, seats=1)
    assert where(found) == {"甲乙": (1, 1)}
    with pytest.raises(Refused) as refusal:
        hall(place, found, rows=2, seats=0, front_rows=[3])
    assert "seats" in refusal.value.fields
    with pytest.raises(Refused) as refusal:
        hall(place, found, rows=2, seats=4, front_rows=[3], kept_rows=[3], aisles=[4])
    assert set(refusal.value.fields) == {"front_rows", "kept_rows", "aisles"}


def test_the_doctor_finds_seats_and_guests_that_no_action_made(place: Place) -> None:
    found = seated(place, "甲乙", "丙丁")
    slip = found.slips.get(unit=place.units[0])
    slip.quotas.update(count=1)
    Seat.objects.filter(place=2).update(place=40)
    said = " ".join(problems())
    assert "2 guests of kind delegate come on 1 places" in said
    assert "the hall has no seat 1-40" in said


def test_a_unit_that_is_no_longer_invited_keeps_no_seats(place: Place) -> None:
    found = ceremony(place)
    invited(place, found, 2)
    hall(place, found)
    actions.seat_guests(place.office, found, with_unnamed=True)
    assert Seat.objects.filter(unit=place.units[0]).count() == 2
    actions.hand_out_places(place.office, found, [actions.Places(place.units[0], 0, "delegate")])
    assert not Seat.objects.filter(unit=place.units[0]).exists()
    assert Seat.objects.filter(unit=place.units[1]).count() == 2


def test_the_session_of_a_ceremony_is_not_dropped_under_it(place: Place) -> None:
    activity = opening(place)
    run = add_sessions(place.office, activity, starts_at=at(22, 9), ends_at=at(22, 10))
    session = run.sessions.get()
    ceremony(place, activity=activity, session=session)
    for drop in (lambda: drop_session(place.office, session), lambda: drop_run(place.office, run)):
        with pytest.raises(Refused):
            drop()
