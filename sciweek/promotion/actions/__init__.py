"""The only writers of bought services, of what they deliver, and of their acceptance."""

from sciweek.promotion.actions.deliverables import add_deliverable, drop_deliverable, edit_deliverable
from sciweek.promotion.actions.delivering import (
    MOST_FILES,
    Upload,
    accept_deliverable,
    claim_deliverable,
    deliver,
    return_deliverable,
    waive_deliverable,
)
from sciweek.promotion.actions.forgetting import forget_contacts
from sciweek.promotion.actions.inspecting import accept_service, reopen_service
from sciweek.promotion.actions.reminding import (
    drop_reminders,
    overdue_objection,
    remind_buyers,
    write_reminders,
)
from sciweek.promotion.actions.services import add_service, edit_service, set_service_aside, take_up_service

__all__ = [
    "MOST_FILES",
    "Upload",
    "accept_deliverable",
    "accept_service",
    "add_deliverable",
    "add_service",
    "claim_deliverable",
    "deliver",
    "drop_deliverable",
    "drop_reminders",
    "edit_deliverable",
    "edit_service",
    "forget_contacts",
    "overdue_objection",
    "remind_buyers",
    "reopen_service",
    "return_deliverable",
    "set_service_aside",
    "take_up_service",
    "waive_deliverable",
    "write_reminders",
]
