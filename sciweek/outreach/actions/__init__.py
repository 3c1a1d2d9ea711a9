"""The only writers of outings, wishes and visits."""

from sciweek.outreach.actions.asking import ask_again, ask_visit, edit_wish, withdraw_wish
from sciweek.outreach.actions.assigning import (
    assign_visit,
    decline_wish,
    foresee_visit,
    foreseen,
    move_visit,
    reconsider_wish,
    take_back_visit,
)
from sciweek.outreach.actions.doing import finish_visit, reopen_visit
from sciweek.outreach.actions.offering import (
    add_days,
    add_outing,
    drop_day,
    edit_outing,
    renew_links,
    retire_outing,
    take_back_outing,
)

__all__ = [
    "add_days",
    "add_outing",
    "ask_again",
    "ask_visit",
    "assign_visit",
    "decline_wish",
    "drop_day",
    "edit_outing",
    "edit_wish",
    "finish_visit",
    "foresee_visit",
    "foreseen",
    "move_visit",
    "reconsider_wish",
    "renew_links",
    "reopen_visit",
    "retire_outing",
    "take_back_outing",
    "take_back_visit",
    "withdraw_wish",
]
