"""The only writers of terms, seats and bookings."""

from sciweek.booking.actions.changing import cancel_booking, change_party, move_booking, pass_on
from sciweek.booking.actions.choosing import choose_group, decline_group
from sciweek.booking.actions.codes import ask_for_code, needs_code, new_code_for
from sciweek.booking.actions.consenting import consent_for, word_consent, words_in_force, words_to_read
from sciweek.booking.actions.making import book
from sciweek.booking.actions.photos import set_photo_consent
from sciweek.booking.actions.queueing import accept_offer, turn_over
from sciweek.booking.actions.terms import (
    add_missing_pools,
    add_shared_seats,
    close_pool,
    resize_pool,
    set_policy,
    set_terms,
)

__all__ = [
    "accept_offer",
    "add_missing_pools",
    "add_shared_seats",
    "ask_for_code",
    "book",
    "cancel_booking",
    "change_party",
    "choose_group",
    "close_pool",
    "consent_for",
    "decline_group",
    "move_booking",
    "needs_code",
    "new_code_for",
    "pass_on",
    "resize_pool",
    "set_photo_consent",
    "set_policy",
    "set_terms",
    "turn_over",
    "word_consent",
    "words_in_force",
    "words_to_read",
]
