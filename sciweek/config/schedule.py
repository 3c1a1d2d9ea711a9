"""What is done by the clock: the only table of jobs that nobody asks for."""

from typing import Any

from sciweek.booking.jobs import erase_bookers, tell_news, turn_queues
from sciweek.ceremonies.jobs import forget_guests
from sciweek.committee.jobs import forget_names_on_links
from sciweek.door.jobs import forget_labels
from sciweek.duties.jobs import remind_units
from sciweek.logbook.jobs import seal_log, verify_log
from sciweek.outreach.jobs import forget_visitors
from sciweek.post.jobs import forget_addresses, send_due
from sciweek.promotion.jobs import forget_contractors
from sciweek.sheets.jobs import forget_sheets

HOUR = 60
DAY = 24 * HOUR

# (every so many minutes, the job)
SCHEDULE: tuple[tuple[int, Any], ...] = (
    (1, seal_log),
    (1, send_due),
    (1, tell_news),
    (1, turn_queues),
    (HOUR, remind_units),
    (DAY, forget_names_on_links),
    (DAY, forget_labels),
    (DAY, forget_sheets),
    (DAY, verify_log),
    (DAY, forget_addresses),
    (DAY, forget_guests),
    (DAY, forget_contractors),
    (DAY, forget_visitors),
    (DAY, erase_bookers),
)
