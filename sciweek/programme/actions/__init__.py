"""The only writers of runs, sessions and releases."""

from sciweek.programme.actions.adding import add_sessions
from sciweek.programme.actions.releasing import release_programme

__all__ = ["add_sessions", "release_programme"]
