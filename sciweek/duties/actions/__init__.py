"""The only writers of duties, of what units hand in, and of when they are reminded."""

from sciweek.duties.actions.duties import Addressee, add_duty, address_duty, copy_duties, edit_duty
from sciweek.duties.actions.hand_ins import (
    MOST_FILES,
    Upload,
    accept_hand_in,
    claim_hand_in,
    hand_in,
    return_hand_in,
    waive_hand_in,
)
from sciweek.duties.actions.reminding import (
    drop_reminders,
    objection,
    remind,
    set_reminder_rule,
    tell_of_return,
    write_reminders,
)

__all__ = [
    "MOST_FILES",
    "Addressee",
    "Upload",
    "accept_hand_in",
    "add_duty",
    "address_duty",
    "claim_hand_in",
    "copy_duties",
    "drop_reminders",
    "edit_duty",
    "hand_in",
    "objection",
    "remind",
    "return_hand_in",
    "set_reminder_rule",
    "tell_of_return",
    "waive_hand_in",
    "write_reminders",
]
