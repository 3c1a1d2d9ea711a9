"""What is done by the clock: the only table of jobs that nobody asks for."""

from typing import Any

# (every so many minutes, the job)
SCHEDULE: tuple[tuple[int, Any], ...] = ()
