"""The two rows that a booking writes beside its seats, by statements that are made once: a rush comes this way."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from sciweek.base import scope
from sciweek.base.prepared import executed
from sciweek.base.sealing import SealedTextField, seal
from sciweek.booking.models import Booking, Contact
from sciweek.people.phones import Phone

# One statement makes the contact or finds it, and locks it until the transaction ends: two bookings of one phone
# follow each other, so that the cap over all activities holds.
_CONTACT = """
    INSERT INTO booking_contact (week_id, phone, phone_digest, phone_last4, made) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (week_id, phone_digest) DO UPDATE SET made = booking_contact.made + 1
    RETURNING id, made
"""
_PRESSED = "SELECT id FROM booking_booking WHERE request_uid = %s AND week_id = %s"
_BOOKING = "INSERT INTO booking_booking (COLUMNS) VALUES (PLACES) RETURNING id"

_WRITTEN_APART = (SealedTextField, models.DateTimeField, models.UUIDField)


def locked_contact(week_id: int, number: Phone) -> Contact:
    """The phone's contact, made or found, locked; `made` says how many bookings it has had, this one included."""
    digest = number.digest
    values = (week_id, seal(number.e164), digest, number.last4)
    with executed(_CONTACT, values) as cursor:
        pk, made = cursor.fetchone()
    contact = Contact(
        pk=pk,
        week_id=week_id,
        phone=number.e164,
        phone_digest=digest,
        phone_last4=number.last4,
        made=made,
    )
    contact._state.adding = False
    return contact


def insert_booking(row: Booking) -> None:
    """What `row.save(force_insert=True)` does."""
    scope.check_row(row)
    statement, columns = _insertion()
    values = [
        getattr(row, name) if field is None else field.get_db_prep_save(getattr(row, name), connection)
        for name, field in columns
    ]
    with executed(statement, values) as cursor:
        [row.pk] = cursor.fetchone()
    row._state.adding = False


def booking_of_press(uid: UUID) -> Booking | None:
    """What the same press of a button has made already, wherever it has moved since; mostly there is none."""
    stored = Booking._meta.get_field("request_uid").get_db_prep_value(uid, connection)
    with executed(_PRESSED, [stored, scope.scope_id(Booking)]) as cursor:
        found = cursor.fetchone()
    return Booking.objects.get(pk=found[0]) if found else None


@lru_cache(maxsize=1)
def _insertion() -> tuple[str, list[tuple[str, Any]]]:
    """The statement, and for each of its values the attribute; with it the field where the two databases differ."""
    fields = [field for field in Booking._meta.concrete_fields if not field.primary_key]
    columns, places = ", ".join(str(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    told = [(field.attname, field if isinstance(field, _WRITTEN_APART) else None) for field in fields]
    return _BOOKING.replace("COLUMNS", columns).replace("PLACES", places), told
