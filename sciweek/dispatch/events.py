from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class PaperDrafted(Fact):
    """A paper has a new draft, whose pages are still to be set."""

    region_id: int
    week_id: int
    paper_id: int


@dataclass(frozen=True)
class PaperIssued(Fact):
    """A paper has come back signed, numbered and stamped."""

    region_id: int
    week_id: int
    paper_id: int
