"""What is sealed is found by opening it: the people whom activities and invitations name, and their numbers."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from sciweek.activities.models import Activity
from sciweek.committee.models import Invitation
from sciweek.desk.queries.wish import Wish
from sciweek.people.phones import read_phone


def activities_reached(found: QuerySet[Activity], wanted: Wish) -> list[int]:
    """Activities whose contact bears this name or number: those of `found` are opened one by one."""
    if not wanted.may_be_person:
        return []
    area = "week__region__area_code"
    rows = found.filter(Q(contact_name__gt=b"") | Q(contact_phone__gt=b"")).order_by()
    return list(_reached(rows.values_list("pk", "contact_name", "contact_phone", area), wanted))


def invitations_reached(found: QuerySet[Invitation], wanted: Wish) -> list[int]:
    """Invitations meant for somebody of this name or number."""
    if not wanted.may_be_person:
        return []
    rows = found.filter(Q(for_name__gt=b"") | Q(for_phone__gt=b"")).order_by()
    return list(_reached(rows.values_list("pk", "for_name", "for_phone", "region__area_code"), wanted))


def _reached(rows: Iterable[Any], wanted: Wish) -> Iterator[int]:
    for pk, name, phone, area in rows:
        if wanted.is_number:
            if any(_is_number(one, area, wanted) for one in phone.split("、")):
                yield pk
        elif wanted.names(name):
            yield pk


def _is_number(text: str, area_code: str, wanted: Wish) -> bool:
    digits = "".join(sign for sign in text if sign.isdecimal())
    if wanted.last4:
        return digits.endswith(wanted.last4)
    phone = read_phone(text, area_code=area_code) if digits[-4:] == wanted.phone[-4:] else None
    return phone is not None and phone.e164 == wanted.phone
