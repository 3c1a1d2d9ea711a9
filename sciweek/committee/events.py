from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class InvitationsReady(Fact):
    """Invitations of units are to be sent by e-mail, to the addresses that they carry."""

    region_id: int
    week_id: int | None
    invitation_ids: list[int]
