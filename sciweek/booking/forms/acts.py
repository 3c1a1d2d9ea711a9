from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm, choose_from
from sciweek.booking.states import HOLDING


class ReasonForm(ActionForm):
    """A step that may need a sentence; `to` says which step, where one form leads to several."""

    to = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    why = forms.CharField(
        label=_("原因"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CapacityForm(ActionForm):
    """How many seats there are."""

    capacity = forms.IntegerField(label=_("一共多少席"), required=False)


class ToForm(ActionForm):
    """Another session of the same activity, by the code of its seats."""

    to = forms.ChoiceField(label=_("换到哪一场"), required=False)

    def __init__(self, *args: Any, targets: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "to", [("", _("请选一场")), *targets])


class MoveAllForm(ToForm):
    """All bookings of a session to another one."""

    how = forms.ChoiceField(
        label=_("坐不下怎么办"),
        choices=[
            ("all", _("全部一起换；有一个坐不下，就一个也不换")),
            ("fitting", _("坐得下的先换，坐不下的留在原来这一场")),
        ],
        initial="all",
        required=False,
        widget=forms.RadioSelect,
    )


class WordsForm(ActionForm):
    """A message to everybody who has booked."""

    states = forms.MultipleChoiceField(
        label=_("告诉哪些人"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("写什么"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, states: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(states)
        field = self.fields["states"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        self.initial.setdefault("states", [value for value, _label in choices if value in HOLDING])
