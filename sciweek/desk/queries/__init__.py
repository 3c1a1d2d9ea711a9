"""What the desk shows: what waits for somebody, what is found, what the log says, the week as a ribbon."""

from sciweek.desk.queries.log import LogFilter, LogLine, LogPage, log_line, log_page
from sciweek.desk.queries.ribbon import week_ribbon
from sciweek.desk.queries.search import Group, Hit, search
from sciweek.desk.queries.tasks import Task
from sciweek.desk.queries.tasks_auditor import SealState, seal_state
from sciweek.desk.queries.waiting import waiting

__all__ = [
    "Group",
    "Hit",
    "LogFilter",
    "LogLine",
    "LogPage",
    "SealState",
    "Task",
    "log_line",
    "log_page",
    "seal_state",
    "search",
    "waiting",
    "week_ribbon",
]
