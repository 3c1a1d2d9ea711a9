"""The only writers of units, roles, links and the committee of an edition."""

from sciweek.committee.actions.invitations import (
    accept_invitation,
    invite,
    revoke_invitation,
    token_of,
)
from sciweek.committee.actions.links import (
    enter_by_link,
    forget_old_names,
    give_link,
    record_receipt,
    revoke_link,
)
from sciweek.committee.actions.roles import (
    end_all_roles,
    end_role,
    erase_member,
    grant_role,
    open_way_back,
    sole_office_objection,
)
from sciweek.committee.actions.tokens import make_token, note_use, revoke_token
from sciweek.committee.actions.units import add_unit, edit_unit, merge_unit
from sciweek.committee.actions.weeks import (
    ContactLine,
    contact_lines,
    copy_committee,
    fingerprint,
    set_bodies,
    set_contacts,
    take_part,
)

__all__ = [
    "ContactLine",
    "accept_invitation",
    "add_unit",
    "contact_lines",
    "copy_committee",
    "edit_unit",
    "end_all_roles",
    "end_role",
    "enter_by_link",
    "erase_member",
    "fingerprint",
    "forget_old_names",
    "give_link",
    "grant_role",
    "invite",
    "make_token",
    "merge_unit",
    "note_use",
    "open_way_back",
    "record_receipt",
    "revoke_invitation",
    "revoke_link",
    "revoke_token",
    "set_bodies",
    "set_contacts",
    "sole_office_objection",
    "take_part",
    "token_of",
]
