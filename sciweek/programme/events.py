from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class ProgrammeReleased(Fact):
    """The public reads another version of the programme from now on."""

    week_id: int
    release_id: int
