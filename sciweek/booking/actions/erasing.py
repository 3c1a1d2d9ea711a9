"""Taking out who somebody was, when the days that the edition gives are over. What was booked stays as numbers."""

import secrets

from django.db import transaction

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.booking.models import Booking, Contact, Telling
from sciweek.booking.queries.erasing import erasable
from sciweek.logbook.actions import append
from sciweek.post.actions import empty_messages
from sciweek.week.models import Week

__all__ = ["erasable", "erase_contacts"]

BATCH = 200


def erase_contacts(actor: Actor, week: Week) -> int:
    """Empty every contact that is due, with its bookings and what it was told. Returns how many contacts.

    Each batch is a transaction of its own. Safe to repeat: after a restore from a backup the next run does it again.
    """
    access.require(actor, "booking.run_policy", week)
    done = 0
    while count := _erase_batch(week):
        done += count
    if done:
        append(actor, "erase_contacts", week, changes={"contacts": (done, 0)})
    return done


def _erase_batch(week: Week) -> int:
    now = clock.now()
    with transaction.atomic():
        # Whoever books with one of these phones waits for the lock, and then makes a contact anew.
        locked = list(erasable(week).select_for_update(of=("self",))[:BATCH])
        # Asked again under the lock: what was booked while we waited for it is not in what was read before.
        contacts = list(erasable(week).filter(pk__in=[row.pk for row in locked]))
        for contact in contacts:
            contact.phone, contact.phone_last4 = "", ""
            contact.phone_digest = secrets.token_hex(32)
            contact.erased_at = now
        Contact.objects.bulk_update(contacts, ["phone", "phone_digest", "phone_last4", "erased_at"])
        bookings = Booking.objects.filter(contact__in=contacts)
        tellings = Telling.objects.filter(booking__in=bookings)
        messages = tellings.exclude(message_uid=None).values_list("message_uid", flat=True)
        empty_messages([uid for uid in messages if uid is not None])
        tellings.update(text="")
        bookings.update(name="", answers="", school="", grade="", reason="", news="", erased_at=now)
    return len(contacts)
