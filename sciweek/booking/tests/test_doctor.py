"""`sciweek doctor`: bookings made by actions are sound, and each kind of harm is found."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock, scope
from sciweek.booking.actions import add_shared_seats, cancel_booking
from sciweek.booking.actions.erasing import erase_contacts
from sciweek.booking.invariants import invariants
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool
from sciweek.booking.tests.booked import announced, booked, by_link


def broken() -> dict[str, list[str]]:
    """Invariant → what breaks it."""
    found = {one.name.removeprefix("booking."): list(one.check()) for one in invariants()}
    return {name: problems for name, problems in found.items() if problems}


def write(sql: str, *values: Any) -> None:
    """Past every action and check, as a slip at the database would."""
    with connection.cursor() as cursor, _without_checks(cursor):
        cursor.execute(sql, values)


@contextmanager
def _without_checks(cursor: Any) -> Iterator[None]:
    """Whatever happens in it, the connection checks again afterwards: it is that of every later test."""
    if connection.vendor != "sqlite":
        yield
        return
    cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_a_write_that_fails_leaves_the_checks_on(place: Place) -> None:
    [pool] = announced(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        write("INSERT INTO booking_telling (week_id) VALUES (%s)", pool.week_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pool.objects.filter(pk=pool.pk).update(taken=99)


@pytest.fixture
def row(place: Place) -> Booking:
    """A family with a child that has booked; beside it somebody waits for the same session."""
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=30)
    [pool] = announced(place, seats=3, shared=bus)
    family = booked(pool, party=Party(adults=2, children=1), consents=True)
    booked(pool, 2, or_wait=True)
    return family


def test_nothing_is_broken_after_real_work(place: Place, row: Booking) -> None:
    cancel_booking(by_link(row), row)
    booked(row.pool, 1)
    assert broken() == {}
    with clock.standing_at(at(25, 20) + timedelta(days=40)):
        erase_contacts(place.office, place.week)
        assert broken() == {}


ERASED = """
    UPDATE booking_contact SET erased_at = b.made_at FROM booking_booking b
    WHERE b.contact_id = booking_contact.id AND b.id = {row}
"""
BREAKS: list[tuple[str, set[str]]] = [
    ("UPDATE booking_pool SET taken = 2 WHERE id = {pool}", {"taken_is_held"}),
    ("UPDATE booking_pool SET taken = 2 WHERE terms_id IS NULL", {"taken_is_held"}),
    ("UPDATE booking_pool SET waiting = 0 WHERE id = {pool}", {"waiting_is_counted"}),
    ("UPDATE booking_booking SET offered_until = made_at WHERE id = {row}", {"offers_end"}),
    ("UPDATE booking_booking SET consent_id = NULL WHERE id = {row}", {"children_have_consent"}),
    ("UPDATE booking_booking SET adults = 0 WHERE id = {row}", {"seats_for_people"}),
    ("UPDATE booking_booking SET state = 'cancelled' WHERE id = {row}", {"taken_is_held"}),
    (ERASED, {"erased_are_over", "erased_is_empty"}),
    ("UPDATE booking_booking SET erased_at = made_at WHERE id = {row}", {"erased_is_empty"}),
    (
        "UPDATE booking_booking SET erased_at = made_at, name = '', answers = '', reason = '孩子发烧' WHERE id = {row}",
        {"erased_is_empty"},
    ),
]


@pytest.mark.parametrize(("sql", "found"), BREAKS)
def test_each_kind_of_harm_is_found(row: Booking, sql: str, found: set[str]) -> None:
    write(sql.format(pool=row.pool_id, row=row.pk))
    assert set(broken()) == found


def test_one_seat_too_many_is_found_where_the_database_let_it_pass(row: Booking) -> None:
    if connection.vendor != "sqlite":
        write("SET CONSTRAINTS ALL IMMEDIATE")
        write("ALTER TABLE booking_pool DROP CONSTRAINT booking_pool_never_one_too_many")
    write("UPDATE booking_pool SET capacity = 2 WHERE id = %s", row.pool_id)
    assert broken() == {"never_one_too_many": [f"pool {row.pool.code}: 3 of 2 seats are taken"]}


def test_an_offer_without_an_end_is_found(row: Booking) -> None:
    if connection.vendor != "sqlite":
        write("SET CONSTRAINTS ALL IMMEDIATE")
        write("ALTER TABLE booking_booking DROP CONSTRAINT booking_booking_offer_ends")
    write("UPDATE booking_booking SET state = 'offered' WHERE id = %s", row.pk)
    assert set(broken()) == {"offers_end"}


def test_two_live_bookings_of_one_phone_are_found(row: Booking) -> None:
    write("DROP INDEX booking_booking_one_live")
    write("UPDATE booking_booking SET contact_id = %s", row.contact_id)
    assert set(broken()) == {"one_live_each"}


def test_seats_of_another_week_are_found(place: Place, row: Booking) -> None:
    other = make_place("hexi", "云川市河西区")
    with other.inside():
        [pool] = announced(other)
    write("UPDATE booking_booking SET pool_id = %s WHERE id = %s", pool.pk, row.pk)
    assert {"of_own_week", "taken_is_held"} <= set(broken())
    with scope.entered(other.region.pk, other.week.pk):
        assert Pool.objects.get().pk == pool.pk


def test_seats_of_another_run_are_found(place: Place, row: Booking) -> None:
    [pool] = announced(place, hours=(16,))
    write("UPDATE booking_pool SET session_id = NULL WHERE id = %s", pool.pk)
    write("UPDATE booking_pool SET session_id = %s WHERE id = %s", pool.session_id, row.pool_id)
    assert set(broken()) == {"pool_of_own_run"}


def test_a_call_that_nobody_was_to_make_is_found(row: Booking) -> None:
    write(
        "INSERT INTO booking_telling (week_id, booking_id, news, way, text, is_urgent, made_at, ended, reached, done_by, once_key)"
        " SELECT week_id, id, 'confirmed', 'page', '', %s, made_at, '', 'yes', '', 'x' FROM booking_booking"
        " WHERE id = %s",
        False,
        row.pk,
    )
    assert set(broken()) == {"tellings_are_sound"}
