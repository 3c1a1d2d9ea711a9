"""Closing what opens a door: an invitation, a personal link, a key for a program."""

from typing import TypeVar

from django.db import transaction

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.committee.models import ApiToken, Invitation, PersonalLink
from sciweek.logbook.actions import append, locked_row

Opener = TypeVar("Opener", ApiToken, Invitation, PersonalLink)


def close(actor: Actor, opener: Opener, *, verb: str) -> Opener:
    """Close it for good; one that is closed already stays as it is."""
    with transaction.atomic():
        locked = locked_row(opener)
        if locked.revoked_at is None:
            locked.revoked_at = clock.now()
            locked.save(update_fields=["revoked_at"])
            append(actor, verb, locked)
    return locked
