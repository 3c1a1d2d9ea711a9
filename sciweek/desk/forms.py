from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm


class WeekForm(ActionForm):
    """Name, dates and theme of an edition."""

    title = forms.CharField(label=_("名称"), required=False, max_length=120)
    theme = forms.CharField(label=_("主题"), required=False, max_length=200)
    starts_on = forms.DateField(
        label=_("开始"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("结束"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    parent_body = forms.CharField(label=_("上级组织单位"), required=False, max_length=120)
    office_name = forms.CharField(
        label=_("办公室名称"), required=False, max_length=120, help_text=_("材料报给谁、门户页脚写谁")
    )


class StateForm(ActionForm):
    """Opening, closing or archiving an edition."""

    to = forms.ChoiceField(choices=[("open", ""), ("draft", ""), ("archived", "")])
    why = forms.CharField(required=False, max_length=1000)
