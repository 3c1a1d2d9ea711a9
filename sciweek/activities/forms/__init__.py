"""What the pages parse; meaning is judged in the actions."""

from sciweek.activities.forms.acts import OpinionForm, PictureForm, ReasonForm
from sciweek.activities.forms.entry import GROUPS, RENAME, ActivityForm
from sciweek.activities.forms.series import SeriesForm

__all__ = [
    "GROUPS",
    "RENAME",
    "ActivityForm",
    "OpinionForm",
    "PictureForm",
    "ReasonForm",
    "SeriesForm",
]
