from sciweek.outreach.forms.assigning import AssignForm, CameForm
from sciweek.outreach.forms.offering import DaysForm, OutingForm
from sciweek.outreach.forms.wish import WishForm

__all__ = ["AssignForm", "CameForm", "DaysForm", "OutingForm", "WishForm"]
