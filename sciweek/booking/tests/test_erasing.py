"""Who somebody was goes, when the days that the edition gives are over; the numbers stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.errors import OutOfSight, Refused
from sciweek.booking.actions import cancel_booking, decline_group, pass_on, set_policy
from sciweek.booking.actions.carrying import carry_news
from sciweek.booking.actions.erasing import erasable, erase_contacts
from sciweek.booking.jobs import erase_bookers
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Contact, Telling
from sciweek.booking.queries import no_shows
from sciweek.booking.states import Admission, BookingState, Choice
from sciweek.booking.tests.booked import announced, booked, by_link, counted
from sciweek.logbook.models import Entry
from sciweek.people.phones import read_phone
from sciweek.post.models import Attempt, Message
from sciweek.programme.actions import move_session

LATER = at(25, 15) + timedelta(days=30, seconds=1)


def kept(row: Booking) -> tuple[str, str, str]:
    """Name, phone and its last four digits, as they stand now."""
    row.refresh_from_db()
    contact = Contact.objects.get(pk=row.contact_id)
    return row.name, contact.phone, contact.phone_last4


def test_a_contact_goes_so_many_days_after_its_last_session(place: Place) -> None:
    one, other = announced(place, hours=(9, 14))
    early, late = booked(one, number=7), booked(other, number=8)
    again = booked(other, number=7)
    with clock.standing_at(at(25, 10) + timedelta(days=30, seconds=1)):
        assert not erasable(place.week).exists()  # the second session ends at three
    with clock.standing_at(LATER):
        assert erasable(place.week).count() == 2
        assert erase_contacts(place.office, place.week) == 2
        assert erase_contacts(place.office, place.week) == 0
    for row in (early, late, again):
        assert kept(row) == ("", "", "")
        assert row.erased_at == LATER
        assert row.party == Party(adults=2)
    assert counted(other) == (4, 0)


def test_the_days_are_the_editions_own(place: Place) -> None:
    booked(announced(place)[0])
    set_policy(place.office, place.week, most_places=12, erase_after_days=3)
    with clock.standing_at(at(25, 15) + timedelta(days=3, seconds=1)):
        assert erasable(place.week).count() == 1


def test_a_session_that_is_put_off_keeps_whoever_has_booked_it(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    session = pool.session
    assert session is not None
    move_session(place.office, session, starts_at=at(29, 9), seen_version=session.version)
    with clock.standing_at(LATER):
        assert not erasable(place.week).exists()


def test_who_waited_or_cancelled_is_forgotten_as_well(place: Place) -> None:
    [pool] = announced(place, seats=2)
    gone, waiting = booked(pool, 2), booked(pool, 2, or_wait=True)
    cancel_booking(by_link(gone), gone)
    with clock.standing_at(LATER):
        erase_contacts(place.office, place.week)
    assert kept(gone) == kept(waiting) == ("", "", "")
    assert gone.state == BookingState.CANCELLED


def test_what_a_host_wrote_about_one_booking_is_in_no_log_and_goes_with_it(place: Place) -> None:
    said = "孩子昨天发烧，13900000007 来电说不来"
    families, classes = announced(place), announced(place, admission=Admission.GROUP, choice=Choice.CHOSEN)
    family = booked(families[0])
    group = booked(
        classes[0], party=Party(adults=1, pupils=3), school="云栖小学", grade="三年级", consents=True
    )
    family = cancel_booking(place.office, family, why=said)
    group = decline_group(place.office, group, why=said)
    carry_news(place.week)
    assert {family.reason, group.reason} == {said}
    lines = Entry.objects.filter(verb__in=("cancel_booking", "decline_group"))
    assert [line.changes["reason"] for line in lines] == [["", "···"]] * 2
    assert not any("发烧" in f"{line.changes}{line.why}" for line in Entry.objects.all())
    with clock.standing_at(LATER):
        erase_contacts(place.office, place.week)
    for row in (family, group):
        row.refresh_from_db()
        assert row.reason == ""
    assert not Telling.objects.filter(text__contains="发烧").exists()


def test_what_was_said_and_what_was_sent_goes_too(place: Place, settings: LazySettings) -> None:
    [pool] = announced(place)
    settings.SCIWEEK_SMS = {"url": "http://127.0.0.1:9", "template": "{}", "key": "", "success": ""}
    row = booked(pool, actor=place.office)
    carry_news(place.week)
    # A gateway that repeats whom it was asked to reach.
    said = "13900000007 is not reachable"
    Message.objects.update(trouble=said)
    message = Message.objects.get()
    Attempt.objects.create(
        region_id=message.region_id, message=message, number=1, began_at=clock.now(), answer=said
    )
    with clock.standing_at(LATER):
        erase_contacts(place.office, place.week)
    assert Telling.objects.get(booking=row).text == ""
    message = Message.objects.get()
    assert message.trouble == ""
    assert not message.attempts.exclude(answer="").exists()
    assert (message.address, message.address_shown, message.body, message.to_name) == ("", "", "", "")
    assert message.next_try_at is None


def test_two_classes_of_one_teacher_are_forgotten(place: Place) -> None:
    [pool] = announced(place, seats=100, admission=Admission.GROUP, largest=50)
    group: dict[str, Any] = {"party": Party(adults=2, pupils=30), "school": "临江一小", "consents": True}
    rows = [booked(pool, number=7, grade=grade, **group) for grade in ("三年级1班", "三年级2班")]
    with clock.standing_at(LATER):
        assert erase_contacts(place.office, place.week) == 1
    for row in rows:
        row.refresh_from_db()
        assert (row.school, row.grade) == ("", "")


def test_who_passed_everything_on_is_forgotten_at_once(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, number=7)
    pass_on(by_link(row), row, name="何苗苗", phone="13900000077")
    assert erase_contacts(place.office, place.week) == 1
    assert kept(row) == ("何苗苗", "+8613900000077", "0077")


def test_the_same_phone_can_come_again(place: Place) -> None:
    one, other = announced(place, hours=(9, 14))
    booked(one, number=7)
    set_policy(place.office, place.week, most_places=12, erase_after_days=1)
    session = other.session
    assert session is not None
    move_session(place.office, session, starts_at=at(29, 9), seen_version=session.version)
    with clock.standing_at(at(27, 9)):
        erase_contacts(place.office, place.week)
        again = booked(other, number=7)
    assert again.contact.made == 1
    assert Contact.objects.count() == 2


def test_after_a_restore_the_next_round_erases_again(place: Place) -> None:
    row = booked(announced(place)[0], number=7)
    contact = Contact.objects.get()
    with clock.standing_at(LATER):
        erase_bookers.call()
        assert kept(row) == ("", "", "")
        number = read_phone("13900000007")
        assert number is not None
        Contact.objects.filter(pk=contact.pk).update(
            phone=number.e164, phone_digest=number.digest, phone_last4=number.last4, erased_at=None
        )
        Booking.objects.update(name="林小满", erased_at=None)
        erase_bookers.call()
    assert kept(row) == ("", "", "")


def test_nothing_of_the_person_is_left_in_the_database(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, number=7)
    cancel_booking(place.office, row, why="场地坐不下")
    carry_news(place.week)
    with clock.standing_at(LATER):
        erase_contacts(place.office, place.week)
    number = read_phone("13900000007")
    assert number is not None
    for model in (Contact, Booking, Telling, Message, Entry):
        said = repr(list(model._base_manager.values()))
        assert "林小满" not in said
        assert "3900000007" not in said
        assert number.digest not in said


def test_the_log_says_how_many_and_not_who(place: Place) -> None:
    booked(announced(place)[0])
    with clock.standing_at(LATER):
        erase_contacts(place.office, place.week)
    assert Entry.objects.get(verb="erase_contacts").changes == {"contacts": [1, 0]}


def test_only_the_office_erases(place: Place) -> None:
    for role in ("liaison", "auditor"):
        with pytest.raises((OutOfSight, Refused)):
            erase_contacts(place.actor(role), place.week)


def test_many_are_erased_in_batches(place: Place, django_assert_max_num_queries: Any) -> None:
    pools = announced(place, hours=tuple(range(9, 14)), seats=100)
    for pool in pools:
        for _guest in range(6):
            booked(pool)
    with clock.standing_at(LATER), django_assert_max_num_queries(25):
        assert erase_contacts(place.office, place.week) == 30


# Who stayed away: what the door counts decides, and only until it is forgotten.


def test_who_was_counted_stayed_away_only_where_somebody_counted(place: Place) -> None:
    [pool] = announced(place)
    came, stayed, late = (booked(pool, number=number) for number in (1, 2, 3))
    cancel_booking(by_link(late), late)
    Booking.objects.filter(pk=came.pk).update(arrived=1)
    with clock.standing_at(at(25, 16)):
        assert [no_shows(row.contact) for row in (came, stayed, late)] == [0, 0, 0]
        pool.has_door = True
        pool.save()
        assert [no_shows(row.contact) for row in (came, stayed, late)] == [0, 1, 0]


def test_who_is_forgotten_begins_anew(place: Place) -> None:
    one, other = announced(place, hours=(9, 14), most_no_shows=1)
    booked(one, number=7)
    type(one).objects.update(has_door=True)
    session = other.session
    assert session is not None
    move_session(place.office, session, starts_at=at(29, 9), seen_version=session.version)
    set_policy(place.office, place.week, most_places=12, erase_after_days=1)
    with clock.standing_at(at(26, 9)), pytest.raises(Refused) as refused:
        booked(other, number=7)
    assert refused.value.code == "no_shows"
    with clock.standing_at(at(27, 9)):
        erase_contacts(place.office, place.week)
        booked(other, number=7)
