from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.activities.models import Activity, Series
from sciweek.activities.queries import series
from sciweek.activities.states import Audience, Kind, Mode
from sciweek.base import clock
from sciweek.base.forms import ActionForm, LinesField
from sciweek.committee.models import Unit
from sciweek.week.models import Week

RENAME = {"starts_at": "start_time", "ends_at": "end_time"}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _hour() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ActivityForm(ActionForm):
    """Entering or changing an activity; days and hours are those of the week's zone."""

    name = forms.CharField(label=_("活动名称"), required=False, max_length=300)
    series: forms.ModelChoiceField[Series] = forms.ModelChoiceField(
        None, label=_("活动系列"), required=False, empty_label=_("不属于哪个系列")
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=Kind.choices)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(None, label=_("填报单位"), required=False)
    summary = forms.CharField(
        label=_("一句话简介"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    day = forms.DateField(label=_("哪一天"), required=False, widget=_day())
    start_time = forms.TimeField(label=_("几点开始"), required=False, widget=_hour())
    end_time = forms.TimeField(label=_("几点结束"), required=False, widget=_hour())
    last_day = forms.DateField(
        label=_("最后一天"), required=False, widget=_day(), help_text=_("只办一天的不用填")
    )
    mode = forms.ChoiceField(
        label=_("怎么参加"), choices=Mode.choices, widget=forms.RadioSelect, required=False
    )
    place = forms.CharField(label=_("地点"), required=False, max_length=300)
    address = forms.CharField(label=_("地址"), required=False, max_length=300)
    link = forms.CharField(
        label=_("线上地址"), required=False, max_length=600, help_text=_("直播或回放链接，可以活动前再补")
    )
    audience = forms.MultipleChoiceField(
        label=_("面向"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    age_from = forms.IntegerField(label=_("年龄从"), required=False)
    age_to = forms.IntegerField(label=_("到"), required=False)
    expected = forms.IntegerField(label=_("预计人数"), required=False)
    entry_note = forms.CharField(
        label=_("怎么入场"), required=False, max_length=300, help_text=_("比如“可直接入场”“本校师生”")
    )
    hosts = LinesField(label=_("主办单位"), required=False, help_text=_("一行一个"))
    organisers = LinesField(label=_("承办单位"), required=False, help_text=_("一行一个"))
    co_organisers = LinesField(label=_("协办单位"), required=False, help_text=_("一行一个"))
    contact_name = forms.CharField(label=_("现场联系人"), required=False, max_length=60)
    contact_phone = forms.CharField(label=_("联系电话"), required=False, max_length=60)

    def __init__(self, *args: Any, week: Week, units: Any, may_choose_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.week = week
        self.offer("series", series())
        self.offer("unit", units, must_choose=not may_choose_unit)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, last = data.get("day"), data.get("last_day") or data.get("day")
        start, end = data.get("start_time"), data.get("end_time")
        zone = self.week.zone
        strange = [
            name for name in ("day", "last_day") if data.get(name) and not clock.is_plausible(data[name])
        ]
        for name in strange:
            self.add_error(name, _("没有这样的年份。请写成 2027 这样的四位数。"))
        if strange:
            return data
        if day is None and (start or end or data.get("last_day")):
            self.add_error("day", _("请写哪一天。"))
        data["is_all_day"] = day is not None and start is None and end is None
        data["starts_at"] = data["ends_at"] = None
        if day is not None and last is not None:
            data["starts_at"] = clock.moment(day, start or clock.MIDNIGHT, zone)
            if end == clock.MIDNIGHT:
                # Nothing ends as its day begins: 0:00 is the midnight after it.
                data["ends_at"] = clock.end_of(last, zone)
            elif end is not None:
                data["ends_at"] = clock.moment(last, end, zone)
            elif data["is_all_day"] or data.get("last_day"):
                data["ends_at"] = clock.end_of(last, zone)
        return data

    def values(self) -> dict[str, Any]:
        """The keyword values of `add_activity` and `edit_activity`."""
        values = self.plain("day", "start_time", "end_time", "last_day")
        if values["series"] is not None and not values.get("kind"):
            values["kind"] = values["series"].kind
        return values

    @staticmethod
    def initial_of(activity: Activity, zone: str) -> dict[str, Any]:
        """What the form shows of a stored activity."""
        initial: dict[str, Any] = {
            field.name: getattr(activity, field.name) for field in Activity._meta.concrete_fields
        }
        initial["series"], initial["unit"] = activity.series_id, activity.unit_id
        initial["seen_version"] = activity.version
        if activity.starts_at:
            start = activity.starts_at.astimezone(ZoneInfo(zone))
            initial["day"] = start.date()
            initial["start_time"] = None if activity.is_all_day else start.time()
        if activity.starts_at and activity.ends_at:
            end = activity.ends_at.astimezone(ZoneInfo(zone))
            last = (end - timedelta(seconds=1)).date()
            initial["last_day"] = last if last != initial["day"] else None
            initial["end_time"] = None if activity.is_all_day else end.time()
        return initial


class ReasonForm(ActionForm):
    """A move that may need a sentence."""

    to = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("原因"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


class SeriesForm(ActionForm):
    """A line of the annex."""

    name = forms.CharField(label=_("系列名称"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, required=False)
    starts_on = forms.DateField(label=_("从"), required=False, widget=_day())
    ends_on = forms.DateField(label=_("到"), required=False, widget=_day())
    runs_all_year = forms.BooleanField(label=_("贯穿全年"), required=False)
    place = forms.CharField(label=_("地点"), required=False, max_length=200)
    hosts = LinesField(label=_("主办单位"), required=False)
    organisers = LinesField(label=_("承办单位"), required=False)
    co_organisers = LinesField(label=_("协办单位"), required=False)
