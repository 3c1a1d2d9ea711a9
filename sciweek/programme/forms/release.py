from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm


class ReleaseForm(ActionForm):
    """The press that shows the programme to the public."""

    # The release that was the newest when the page was shown; 0 before the first.
    seen_number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    note = forms.CharField(
        label=_("这一版说明"),
        required=False,
        max_length=600,
        help_text=_("会和变动一起公开，比如“因下雨，户外活动改到室内”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def saw(self, version: int) -> None:
        """After somebody else's release its changes are on the page: the next press is made on these."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data[self.add_prefix("seen_number")] = str(version)
        self.data = data
