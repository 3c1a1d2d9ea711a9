"""The only writers of notices and findings, and what makes a week of them."""

from sciweek.notice.actions.findings import (
    accept_finding,
    accept_rest,
    add_finding,
    correct_finding,
    reject_finding,
    remember_place,
    reopen_findings,
    undo_verdict,
)
from sciweek.notice.actions.intake import (
    hand_in_notice,
    record_reading,
    record_trouble,
    set_notice_aside,
    take_up_notice,
)
from sciweek.notice.actions.weeks import copy_week, create_week_from_notice, keep_plan

__all__ = [
    "accept_finding",
    "accept_rest",
    "add_finding",
    "copy_week",
    "correct_finding",
    "create_week_from_notice",
    "hand_in_notice",
    "keep_plan",
    "record_reading",
    "record_trouble",
    "reject_finding",
    "remember_place",
    "reopen_findings",
    "set_notice_aside",
    "take_up_notice",
    "undo_verdict",
]
