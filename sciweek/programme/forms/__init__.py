"""What the pages parse; meaning is judged in the actions."""

from sciweek.programme.forms.adding import AddForm
from sciweek.programme.forms.release import ReleaseForm
from sciweek.programme.forms.session import RENAME, MoveForm, ReasonForm, RestForm, SessionForm

__all__ = ["RENAME", "AddForm", "MoveForm", "ReasonForm", "ReleaseForm", "RestForm", "SessionForm"]
