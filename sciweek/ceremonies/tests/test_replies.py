from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from sciweek.activities.actions import cancel_activity
from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock
from sciweek.base.errors import Conflict, Forbidden, OutOfSight, Refused
from sciweek.base.tests.together import at_once, codes
from sciweek.ceremonies import actions
from sciweek.ceremonies.invariants import invariants
from sciweek.ceremonies.models import Guest, Seat, Slip
from sciweek.ceremonies.tests.halls import AFTER, BEFORE, ceremony, hall, invited, line
from sciweek.committee.models import Participation
from sciweek.logbook.models import Entry


def problems() -> list[str]:
    return [text for one in invariants() for text in one.check()]


def test_a_unit_with_places_takes_part_and_has_a_slip(place: Place) -> None:
    slip = invited(place, ceremony(place))
    assert slip.replied_at is None
    assert {part.unit_id for part in Participation.objects.all()} == {unit.pk for unit in place.units}


def test_a_liaison_fills_the_units_slip(place: Place) -> None:
    slip = invited(place, ceremony(place))
    with clock.standing_at(BEFORE):
        actions.fill_slip(
            place.liaison,
            slip,
            lines=[line("李 明", post="副主任", phone="13900001234", plate="京a·12345"), line("沈玥")],
        )
    names = [(one.name, one.phone, one.plate, one.phone_last4) for one in Guest.objects.all()]
    assert names == [("李明", "+8613900001234", "京A12345", "1234"), ("沈玥", "", "", "")]
    slip.refresh_from_db()
    assert slip.replied_at == BEFORE
    assert not slip.is_late
    assert slip.replied_by == "liaison老师"


def test_more_guests_than_places_are_refused_and_nothing_is_saved(place: Place) -> None:
    slip = invited(place, ceremony(place), 1)
    with clock.standing_at(BEFORE), pytest.raises(Refused) as refusal:
        actions.fill_slip(place.liaison, slip, lines=[line("甲乙"), line("丙丁")])
    assert refusal.value.code == "too_many"
    assert not Guest.objects.exists()
    assert Slip.objects.get(pk=slip.pk).replied_at is None


def test_who_is_excused_or_replaced_takes_no_place(place: Place) -> None:
    slip = invited(place, ceremony(place), 1)
    with clock.standing_at(BEFORE):
        lines = [line("甲乙", state="replaced"), line("丙丁", state="excused"), line("戊己")]
        actions.fill_slip(place.liaison, slip, lines=lines)
    assert [one.name for one in Guest.objects.all() if one.is_coming] == ["戊己"]
    assert problems() == []


def test_places_of_one_kind_are_not_taken_by_another(place: Place) -> None:
    slip = invited(place, ceremony(place), 2, kind="student")
    with clock.standing_at(BEFORE), pytest.raises(Refused):
        actions.fill_slip(place.liaison, slip, lines=[line("甲乙", kind="leader")])


def test_an_empty_slip_wants_a_name_or_the_word_that_nobody_comes(place: Place) -> None:
    slip = invited(place, ceremony(place))
    with clock.standing_at(BEFORE):
        with pytest.raises(Refused) as refusal:
            actions.fill_slip(place.liaison, slip, lines=[])
        assert "lines" in refusal.value.fields
        answered = actions.fill_slip(place.liaison, slip, lines=[], sends_nobody=True, note="当天有全市会议")
    assert answered.replied_at == BEFORE


def test_what_is_wrong_is_said_beside_its_line(place: Place) -> None:
    slip = invited(place, ceremony(place))
    lines = [line("甲乙"), line("", phone="123", plate="13900001234", post="处" * 61)]
    with clock.standing_at(BEFORE), pytest.raises(Refused) as refusal:
        actions.fill_slip(place.liaison, slip, lines=lines)
    assert set(refusal.value.fields) == {"1.name", "1.phone", "1.plate", "1.post"}


def test_after_the_date_only_the_office_fills_a_slip(place: Place) -> None:
    slip = invited(place, ceremony(place))
    with clock.standing_at(AFTER):
        with pytest.raises(Refused) as refusal:
            actions.fill_slip(place.liaison, slip, lines=[line()])
        assert refusal.value.code == "late"
        assert actions.fill_slip(place.office, slip, lines=[line()]).is_late


def test_a_late_reply_is_taken_and_marked_while_the_office_says_so(place: Place) -> None:
    slip = invited(place, ceremony(place, takes_late=True))
    with clock.standing_at(AFTER):
        assert actions.fill_slip(place.liaison, slip, lines=[line()]).is_late


def test_what_was_answered_in_time_stays_in_time_when_it_is_changed_late(place: Place) -> None:
    slip = invited(place, ceremony(place, takes_late=True))
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line()])
    with clock.standing_at(AFTER):
        assert not actions.fill_slip(place.liaison, slip, lines=[line("别人")]).is_late


def test_nobody_replies_to_a_ceremony_that_was_called_off(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found)
    cancel_activity(place.office, found.activity, why="台风")
    with clock.standing_at(BEFORE), pytest.raises(Refused) as refusal:
        actions.fill_slip(place.liaison, slip, lines=[line()])
    assert refusal.value.code == "cancelled"


def test_a_unit_sees_and_fills_only_its_own_slip(place: Place) -> None:
    found = ceremony(place)
    invited(place, found)
    other = found.slips.get(unit=place.units[1])
    with clock.standing_at(BEFORE), pytest.raises(OutOfSight):
        actions.fill_slip(place.liaison, other, lines=[line()])
    with clock.standing_at(BEFORE), pytest.raises(Forbidden):
        actions.fill_slip(place.actor("auditor"), other, lines=[line()])
    with pytest.raises(Forbidden):
        actions.hand_out_places(place.liaison, found, [actions.Places(place.units[0], 9)])


def test_two_browsers_with_the_same_slip_do_not_overwrite_each_other(place: Place) -> None:
    slip = invited(place, ceremony(place))
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line("甲乙")], seen_version=slip.version)
        with pytest.raises(Conflict) as conflict:
            actions.fill_slip(place.liaison, slip, lines=[line("丙丁")], seen_version=slip.version)
    assert conflict.value.version == slip.version + 1
    assert [one.name for one in Guest.objects.all()] == ["甲乙"]


def test_filling_anew_keeps_those_who_stay_and_takes_out_the_others_with_their_seats(place: Place) -> None:
    found = hall(place, ceremony(place))
    slip = invited(place, found)
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line("甲乙"), line("丙丁")])
        first, second = Guest.objects.all()
        actions.seat_guests(place.office, found)
        actions.fill_slip(
            place.liaison, slip, lines=[line("甲乙", code=first.code, state="excused"), line("戊己")]
        )
    assert Guest.objects.get(pk=first.pk).state == "excused"
    assert not Guest.objects.filter(pk=second.pk).exists()
    assert not Seat.objects.filter(guest__slip=slip).exists()


def test_another_person_on_the_same_line_loses_what_was_settled_for_the_first(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found)
    with clock.standing_at(BEFORE):
        guest = actions.add_guest(place.liaison, slip, line("甲乙"))
        actions.rank_guests(place.office, found, [actions.Ranked(guest, True, 3)])
        actions.fill_slip(place.liaison, slip, lines=[line("甲乙", code=guest.code, post="主任")])
        assert Guest.objects.get().rank == 3
        actions.fill_slip(place.liaison, slip, lines=[line("丙丁", code=guest.code)])
    assert Guest.objects.get().rank is None
    assert not Guest.objects.get().on_stage


def test_places_do_not_fall_below_those_who_are_named(place: Place) -> None:
    found = ceremony(place)
    slip = invited(place, found)
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line("甲乙"), line("丙丁")])
    with pytest.raises(Refused) as refusal:
        actions.hand_out_places(place.office, found, [actions.Places(place.units[0], 1)])
    assert refusal.value.code == "taken"
    actions.hand_out_places(place.office, found, [actions.Places(place.units[1], 0)])
    assert not found.slips.filter(unit=place.units[1]).exists()  # it has nothing to answer any more


def test_a_names_letters_do_not_reach_the_log(place: Place) -> None:
    slip = invited(place, ceremony(place))
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[line("欧阳望舒", phone="13900001234")])
        actions.add_guest(place.liaison, slip, line("司马听雨", plate="京A12345"))
    words = " ".join(f"{entry.object_name} {entry.changes}" for entry in Entry.objects.all())
    for personal in ("欧阳", "望舒", "司马", "听雨", "1234"):
        assert personal not in words


def test_names_are_forgotten_thirty_days_after(place: Place) -> None:
    slip = invited(place, ceremony(place, contact_name="何工", contact_phone="0890-6120027"))
    with clock.standing_at(BEFORE):
        guests = [line("甲乙", phone="13900001234", plate="京A12345")]
        actions.fill_slip(place.liaison, slip, lines=guests, note="甲乙坐轮椅，司机丙丁 13900005678")
    with clock.standing_at(at(22, 12) + timedelta(days=29)):
        assert actions.forget_guests() == 0
    with clock.standing_at(at(22, 12) + timedelta(days=31)):
        assert actions.forget_guests() == 1
        assert actions.forget_guests() == 0
    guest = Guest.objects.get()
    assert (guest.name, guest.phone, guest.phone_last4, guest.plate) == ("", "", "", "")
    assert guest.is_coming  # it still counts
    slip.refresh_from_db()
    assert (slip.replied_by, slip.note) == ("", "")
    assert slip.ceremony.contact_phone == ""


def test_a_slip_that_sends_nobody_loses_its_words_too(place: Place) -> None:
    slip = invited(place, ceremony(place))
    with clock.standing_at(BEFORE):
        actions.fill_slip(place.liaison, slip, lines=[], sends_nobody=True, note="钟望江住院了")
    with clock.standing_at(at(22, 12) + timedelta(days=31)):
        actions.forget_guests()
    slip.refresh_from_db()
    assert (slip.note, slip.replied_at is not None) == ("", True)


def test_the_last_place_is_taken_once_however_many_come_at_the_same_moment(transactional_db: None) -> None:
    place = make_place()
    with place.inside():
        slip = invited(place, ceremony(place, takes_late=True), 3)
        office = place.office

    def reply(n: int) -> str:
        with place.inside():
            actions.add_guest(
                office, Slip.objects.select_related("week__region").get(pk=slip.pk), line(f"来宾{n}")
            )
        return "ok"

    said = codes(at_once(*[partial(reply, n) for n in range(6)]))
    assert sorted(said) == ["ok"] * 3 + ["too_many"] * 3
    with place.inside(), transaction.atomic():
        assert Guest.objects.count() == 3
        assert problems() == []
