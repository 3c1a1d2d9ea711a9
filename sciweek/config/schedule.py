"""What is done by the clock: the only table of jobs that nobody asks for."""

from typing import Any

from sciweek.committee.jobs import forget_names_on_links
from sciweek.logbook.jobs import seal_log, verify_log
from sciweek.post.jobs import forget_addresses, send_due
from sciweek.sheets.jobs import forget_sheets

DAY = 24 * 60

# (every so many minutes, the job)
SCHEDULE: tuple[tuple[int, Any], ...] = (
    (1, seal_log),
    (1, send_due),
    (DAY, forget_names_on_links),
    (DAY, forget_sheets),
    (DAY, verify_log),
    (DAY, forget_addresses),
)
