"""The only writers of series, activities and their opinions."""

from sciweek.activities.actions.entering import (
    add_activity,
    copy_activity,
    edit_activity,
    hand_over_activities,
    judged_changes,
    judged_values,
    save_rows,
)
from sciweek.activities.actions.moving import (
    approve_activities,
    approve_activity,
    cancel_activity,
    hold_activity,
    publish_activities,
    publish_activity,
    restore_activity,
    return_activities,
    return_activity,
    submit_activity,
    withdraw_activity,
)
from sciweek.activities.actions.opinions import give_opinion, give_opinions
from sciweek.activities.actions.pictures import drop_picture, set_picture
from sciweek.activities.actions.series import add_series, copy_series, edit_series
from sciweek.activities.actions.submitting import submit_activities
from sciweek.activities.actions.telling_apart import tell_apart

__all__ = [
    "add_activity",
    "add_series",
    "approve_activities",
    "approve_activity",
    "cancel_activity",
    "copy_activity",
    "copy_series",
    "drop_picture",
    "edit_activity",
    "edit_series",
    "give_opinion",
    "give_opinions",
    "hand_over_activities",
    "hold_activity",
    "judged_changes",
    "judged_values",
    "publish_activities",
    "publish_activity",
    "restore_activity",
    "return_activities",
    "return_activity",
    "save_rows",
    "set_picture",
    "submit_activities",
    "submit_activity",
    "tell_apart",
    "withdraw_activity",
]
