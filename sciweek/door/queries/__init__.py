"""What others may ask of doors."""

from sciweek.door.queries.away import Away, moved_away
from sciweek.door.queries.figures import Figures, capacity_of, doubtful_arrivals, figures_of
from sciweek.door.queries.passes import (
    as_planned,
    doors_of,
    pass_by_token,
    passes_of,
    sessions_by_pass,
    sessions_of,
    token_digest,
)
from sciweek.door.queries.roster import Expected, Roster, people_in, pools_at, revision, rosters
from sciweek.door.queries.weeks import WeekFigures, week_figures

__all__ = [
    "Away",
    "Expected",
    "Figures",
    "Roster",
    "WeekFigures",
    "as_planned",
    "capacity_of",
    "doors_of",
    "doubtful_arrivals",
    "figures_of",
    "moved_away",
    "pass_by_token",
    "passes_of",
    "people_in",
    "pools_at",
    "revision",
    "rosters",
    "sessions_by_pass",
    "sessions_of",
    "token_digest",
    "week_figures",
]
