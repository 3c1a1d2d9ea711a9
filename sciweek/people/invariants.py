"""States of accounts that no action could have made."""

from collections.abc import Iterable

from sciweek.base.invariants import Invariant
from sciweek.base.sealing import digest
from sciweek.people.models import Person


def _erased_with_data() -> Iterable[str]:
    for person in Person.objects.filter(erased_at__isnull=False):
        if person.is_active or person.email or person.phone or person.phone_digest or person.phone_last4:
            yield f"person {person.pk}: erased, but something personal is left"


def _phone_in_parts() -> Iterable[str]:
    for person in Person.objects.exclude(phone_digest="", phone_last4=""):
        if person.phone[-4:] != person.phone_last4 or person.phone_digest != digest(person.phone, "phone"):
            yield f"person {person.pk}: phone, digest and last four digits do not belong together"


def _login_in_capitals() -> Iterable[str]:
    for person in Person.objects.all():
        if person.login != person.login.lower():
            yield f"person {person.pk}: the login {person.login} is not in small letters"


def invariants() -> list[Invariant]:
    return [
        Invariant("people.erased_is_empty", "An erased account holds nothing personal", _erased_with_data),
        Invariant("people.phone_is_whole", "A phone's three columns belong together", _phone_in_parts),
        Invariant("people.login_is_lower", "Logins are in small letters", _login_in_capitals),
    ]
