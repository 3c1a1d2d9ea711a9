"""The two rows that a booking writes beside its seats, by statements that are made once: a rush comes this way."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models

from sciweek.base import scope
from sciweek.base.prepared import row_of
from sciweek.base.sealing import SealedTextField, seal
from sciweek.booking.models import Booking, ConsentText, Contact, Pool
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

# PostgreSQL takes times and identifiers as they are.
_WRITTEN_APART: dict[str, tuple[type, ...]] = {
    "postgresql": (SealedTextField,),
    "sqlite": (SealedTextField, models.DateTimeField, models.UUIDField),
}


def locked_contact(week_id: int, number: Phone) -> Contact:
    """The phone's contact, made or found, locked; `made` says how many bookings it has had, this one included."""
    digest = number.digest
    values = (week_id, seal(number.e164), digest, number.last4)
    pk, made = _answer(_CONTACT, values)
    return Contact.from_db(
        DEFAULT_DB_ALIAS,
        ("id", "week_id", "phone", "phone_digest", "phone_last4", "made", "erased_at"),
        (pk, week_id, number.e164, digest, number.last4, made, None),
    )


def new_booking(*, pool: Pool, consent: ConsentText | None = None, **values: Any) -> Booking:
    """`Booking(pool=pool, consent=consent, **values)` in a third of the time; `values` by the names of columns."""
    fixed, made = _defaults()
    columns = fixed | {name: make() for name, make in made if name not in values} | values
    row: Booking = cast(Any, Booking)(*columns.values())
    row.pool = pool
    if consent is not None:
        row.consent = consent
    return row


@lru_cache(maxsize=1)
def _defaults() -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """What a new row has in every column, in their order, and the columns whose value is made anew for each row."""
    fields = Booking._meta.concrete_fields
    made = tuple(
        (each.attname, each.default) for each in fields if each.has_default() and callable(each.default)
    )
    anew = {name for name, _make in made}
    return {each.attname: None if each.attname in anew else each.get_default() for each in fields}, made


def insert_booking(row: Booking) -> None:
    """What `row.save(force_insert=True)` does."""
    scope.check_row(row)
    statement, read, apart = _insertion(connection.vendor)
    values = list(read(row))
    for place, field in apart:
        values[place] = field.get_db_prep_save(values[place], connection)
    [row.pk] = _answer(statement, values)
    row._state.adding = False


def booking_of_press(uid: UUID) -> Booking | None:
    """What the same press of a button has made already, wherever it has moved since; mostly there is none."""
    stored = Booking._meta.get_field("request_uid").get_db_prep_value(uid, connection)
    found = row_of(_PRESSED, [stored, scope.scope_id(Booking)])
    return Booking.objects.get(pk=found[0]) if found else None


def _answer(statement: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """The row of a statement that always answers one."""
    row = row_of(statement, values)
    if row is None:
        raise RuntimeError("a statement that returns the row it wrote returned none")
    return row


@lru_cache(maxsize=1)
def _insertion(vendor: str) -> tuple[str, "attrgetter[tuple[Any, ...]]", list[tuple[int, Any]]]:
    """The statement, what reads its values from a row, and the fields of those that are not written as they stand."""
    fields = [field for field in Booking._meta.concrete_fields if not field.primary_key]
    columns, places = ", ".join(str(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    kinds = _WRITTEN_APART[vendor]
    apart = [(place, field) for place, field in enumerate(fields) if isinstance(field, kinds)]
    read = attrgetter(*(field.attname for field in fields))
    return _BOOKING.replace("COLUMNS", columns).replace("PLACES", places), read, apart
