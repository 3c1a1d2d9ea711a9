"""What is done at doors."""

from sciweek.door.actions.arriving import Outcome, PassClosed, counted_objection, take_in
from sciweek.door.actions.passes import (
    forget_old_labels,
    make_pass,
    revoke_pass,
    switch_door,
    token_of,
)

__all__ = [
    "Outcome",
    "PassClosed",
    "counted_objection",
    "forget_old_labels",
    "make_pass",
    "revoke_pass",
    "switch_door",
    "take_in",
    "token_of",
]
