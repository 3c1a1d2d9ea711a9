from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm
from sciweek.week.models import Week
from sciweek.week.states import Level


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ByHandForm(ActionForm):
    """An edition without a notice: what it is called and when it is."""

    title = forms.CharField(label=_("名称"), required=False, max_length=300)
    theme = forms.CharField(label=_("主题"), required=False, max_length=300, help_text=_("没定就先空着。"))
    starts_on = forms.DateField(label=_("开始"), required=False, widget=_day())
    ends_on = forms.DateField(
        label=_("结束"), required=False, widget=_day(), help_text=_("最后一天也算在内。")
    )
    level = forms.ChoiceField(label=_("级别"), required=False, choices=Level.choices)
    parent_body = forms.CharField(label=_("上级单位"), required=False, max_length=120)
    office_name = forms.CharField(
        label=_("办公室"), required=False, max_length=120, help_text=_("比如“区科技局业务科”")
    )


class CopyForm(ActionForm):
    """An edition like an earlier one, with its dates moved."""

    title = forms.CharField(label=_("名称"), required=False, max_length=300)
    theme = forms.CharField(
        label=_("主题"), required=False, max_length=300, help_text=_("每年的主题不同，没定就先空着。")
    )
    starts_on = forms.DateField(label=_("开始"), required=False, widget=_day())
    ends_on = forms.DateField(label=_("结束"), required=False, widget=_day())

    @staticmethod
    def proposed(source: Week, starts_on: Any, ends_on: Any) -> dict[str, Any]:
        """The same weekdays a year later, and the title with the new year."""
        title = source.title.replace(str(source.starts_on.year), str(starts_on.year))
        return {"title": title, "starts_on": starts_on, "ends_on": ends_on}
