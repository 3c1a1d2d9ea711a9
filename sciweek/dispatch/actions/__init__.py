"""The only writers of papers and their templates."""

from sciweek.dispatch.actions.drafting import draft_paper, edit_paper, hand_in_draft, redraft_paper
from sciweek.dispatch.actions.issuing import (
    Upload,
    record_issue,
    send_for_signing,
    set_paper_aside,
    take_paper_back,
    take_up_paper,
)
from sciweek.dispatch.actions.templates import drop_template, upload_template, use_template

__all__ = [
    "Upload",
    "draft_paper",
    "drop_template",
    "edit_paper",
    "hand_in_draft",
    "record_issue",
    "redraft_paper",
    "send_for_signing",
    "set_paper_aside",
    "take_paper_back",
    "take_up_paper",
    "upload_template",
    "use_template",
]
