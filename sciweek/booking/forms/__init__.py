"""What the pages parse; meaning is judged in the actions."""

from sciweek.booking.forms.acts import CapacityForm, MoveAllForm, ReasonForm, ToForm, WordsForm
from sciweek.booking.forms.party import BookForm, PartyForm
from sciweek.booking.forms.policy import ConsentForm, PolicyForm
from sciweek.booking.forms.terms import RENAME, TermsForm

__all__ = [
    "RENAME",
    "BookForm",
    "CapacityForm",
    "ConsentForm",
    "MoveAllForm",
    "PartyForm",
    "PolicyForm",
    "ReasonForm",
    "TermsForm",
    "ToForm",
    "WordsForm",
]
