"""The only writers of runs, sessions and releases."""

from sciweek.programme.actions.adding import add_sessions
from sciweek.programme.actions.changing import (
    cancel_session,
    drop_session,
    edit_session,
    move_session,
    restore_session,
)
from sciweek.programme.actions.first_sessions import add_missing_sessions
from sciweek.programme.actions.releasing import release_programme
from sciweek.programme.actions.runs import change_run, drop_run

__all__ = [
    "add_missing_sessions",
    "add_sessions",
    "cancel_session",
    "change_run",
    "drop_run",
    "drop_session",
    "edit_session",
    "move_session",
    "release_programme",
    "restore_session",
]
