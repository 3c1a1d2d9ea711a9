"""The only writers of messages, of where they can go, and of their texts."""

from sciweek.post.actions.announcing import announce, ping_webhook
from sciweek.post.actions.composing import Composition, compose, write_composition
from sciweek.post.actions.places import (
    add_group,
    add_webhook,
    edit_group,
    edit_webhook,
    forget_group,
    set_quiet_hours,
    try_group,
)
from sciweek.post.actions.queueing import empty_messages, queue_messages
from sciweek.post.actions.sending import (
    send_message,
    send_messages,
    settle_message,
    tick_off,
    withdraw_message,
    withdraw_messages,
)
from sciweek.post.actions.wordings import check_wording, drop_wording, save_wording
from sciweek.post.actions.writing import (
    Sheet,
    Written,
    edit_message,
    filled_sheet,
    write_message,
    write_messages,
)

__all__ = [
    "Composition",
    "Sheet",
    "Written",
    "add_group",
    "add_webhook",
    "announce",
    "check_wording",
    "compose",
    "drop_wording",
    "edit_group",
    "edit_message",
    "edit_webhook",
    "empty_messages",
    "filled_sheet",
    "forget_group",
    "ping_webhook",
    "queue_messages",
    "save_wording",
    "send_message",
    "send_messages",
    "set_quiet_hours",
    "settle_message",
    "tick_off",
    "try_group",
    "withdraw_message",
    "withdraw_messages",
    "write_composition",
    "write_message",
    "write_messages",
]
