"""What is done by the clock: the only table of jobs that nobody asks for."""

from typing import Any

from sciweek.committee.jobs import forget_names_on_links

DAY = 24 * 60

# (every so many minutes, the job)
SCHEDULE: tuple[tuple[int, Any], ...] = ((DAY, forget_names_on_links),)
