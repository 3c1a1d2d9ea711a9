from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.activities.states import Kind
from sciweek.base.forms import ActionForm, LinesField


class SeriesForm(ActionForm):
    """A line of the annex."""

    name = forms.CharField(label=_("系列名称"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, required=False)
    starts_on = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    runs_all_year = forms.BooleanField(label=_("贯穿全年"), required=False)
    place = forms.CharField(label=_("地点"), required=False, max_length=200)
    hosts = LinesField(label=_("主办单位"), required=False)
    organisers = LinesField(label=_("承办单位"), required=False)
    co_organisers = LinesField(label=_("协办单位"), required=False)
