from dataclasses import dataclass

from sciweek.base.facts import Fact


@dataclass(frozen=True)
class SheetAgreed(Fact):
    """Somebody agreed to a table: it may be imported now."""

    region_id: int
    week_id: int | None
    sheet_id: int
