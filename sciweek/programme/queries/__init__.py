from sciweek.programme.queries.planning import (
    activities_without_sessions,
    cautions,
    on_day,
    sessions,
    was_released,
)
from sciweek.programme.queries.releases import (
    Pending,
    compared,
    current_release,
    holding_back,
    last_shown,
    pending_changes,
    released_sessions,
    releases,
    shown,
    stopping,
    to_release,
)

__all__ = [
    "Pending",
    "activities_without_sessions",
    "cautions",
    "compared",
    "current_release",
    "holding_back",
    "last_shown",
    "on_day",
    "pending_changes",
    "released_sessions",
    "releases",
    "sessions",
    "shown",
    "stopping",
    "to_release",
    "was_released",
]
