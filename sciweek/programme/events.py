from dataclasses import dataclass

from sciweek.base.facts import Fact, Gate


@dataclass(frozen=True)
class ProgrammeReleased(Fact):
    """The public reads another version of the programme from now on."""

    week_id: int
    release_id: int


@dataclass(frozen=True)
class DroppingSessions(Gate):
    """Sessions that the public has never read of are about to be taken out of the plan."""

    session_ids: tuple[int, ...]
