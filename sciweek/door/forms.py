from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm, SeveralField
from sciweek.door.logic.sending import MOST_PEOPLE
from sciweek.door.models import LONGEST_LABEL
from sciweek.programme.models import Session


class _SessionsField(SeveralField):
    """Sessions by whatever line tells them apart."""

    line: Callable[[Session], str] = str

    def label_from_instance(self, obj: Session) -> str:
        return self.line(obj)


class PassForm(ActionForm):
    """A link for a volunteer: for whom, and at which doors."""

    label = forms.CharField(
        label=_("给谁用"), max_length=LONGEST_LABEL, help_text=_("比如“东门”“二号厅”，只有同事看到")
    )
    sessions = _SessionsField(
        None, label=_("还管哪几场"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def label_sessions(self, line: Callable[[Session], str]) -> None:
        """Say how a session reads."""
        field = self.fields["sessions"]
        if isinstance(field, _SessionsField):
            field.line = line


class CountForm(forms.Form):
    """One press of the plain page."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    booking = forms.CharField(max_length=8, required=False)
    people = forms.IntegerField(min_value=-MOST_PEOPLE, max_value=MOST_PEOPLE)
