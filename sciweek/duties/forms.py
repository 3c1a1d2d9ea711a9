from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm, ManyFilesField
from sciweek.duties.logic import read_days
from sciweek.duties.states import DutyKind


class DutyForm(ActionForm):
    """What, by when, to whom."""

    what = forms.CharField(label=_("交什么"), required=False, max_length=400)
    short_name = forms.CharField(
        label=_("简称"), required=False, max_length=20, help_text=_("表头用，比如“备案表”")
    )
    kind = forms.ChoiceField(label=_("是哪一类"), choices=DutyKind.choices, required=False)
    opens_on = forms.DateField(
        label=_("哪天开始收"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    due_on = forms.DateField(
        label=_("哪天之前"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    due_time = forms.TimeField(
        label=_("几点"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("不写就到当天结束"),
    )
    receiver = forms.CharField(label=_("报给谁"), required=False, max_length=120)
    note = forms.CharField(
        label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )


class HandInForm(ActionForm):
    """A note, files or both."""

    note = forms.CharField(
        label=_("说明"), required=False, widget=forms.Textarea({"rows": 3}), max_length=4000
    )
    papers = ManyFilesField(
        label=_("文件"), required=False, help_text=_("Word、Excel、PDF、照片都可以，一次可以选多个")
    )


class DaysField(forms.CharField):
    """Some numbers of days."""

    def to_python(self, value: Any) -> Any:
        try:
            return read_days(super().to_python(value) or "")
        except ValueError:
            raise forms.ValidationError(
                _("写天数，用顿号隔开，比如“3、1”；最多 5 个，每个不超过 60。")
            ) from None


class ReminderForm(ActionForm):
    """When units are reminded."""

    is_active = forms.BooleanField(label=_("自动写提醒"), required=False)
    days_before = DaysField(
        label=_("到期前几天"),
        required=False,
        max_length=40,
        help_text=_("比如“3、1”；0 是当天"),
    )
    days_after = DaysField(
        label=_("过期后几天"), required=False, max_length=40, help_text=_("只提醒还没交的单位")
    )
    sends_itself = forms.BooleanField(
        label=_("写好就发，不等办公室点"),
        required=False,
        help_text=_("能发邮件的马上发，免打扰时间除外；要复制到群里的仍然等人转发"),
    )
