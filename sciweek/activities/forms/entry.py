from collections.abc import Mapping
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

# Where the form shows what actions say of a field of the activity.
RENAME = {"starts_at": "start_time", "ends_at": "end_time"}
# The parts of the form that stand folded, with their fields.
GROUPS = {
    "long": ("last_day",),
    "about": ("summary",),
    "who": ("unit", "hosts", "organisers", "co_organisers"),
    "whom": ("audience", "age_from", "age_to", "expected", "entry_note"),
    "contact": ("contact_name", "contact_phone"),
}
TIME_FIELDS = ("day", "start_time", "end_time", "last_day")


def _line(**attrs: str) -> forms.TextInput:
    """A line of text; its Enter key leads to the next field."""
    return forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"} | attrs)


def _number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"autocomplete": "off", "enterkeyhint": "next"})


def _hour() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", "enterkeyhint": "next"}, format="%H:%M")


class DayInput(forms.DateInput):
    """A day by a tap on the ribbon, or any other day by its date (`…_other`): whichever the user touched counts."""

    # The day that the page showed: what differs from it was touched.
    shown = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        picked, other = str(data.get(name) or ""), str(data.get(f"{name}_other") or "")
        if picked and other:
            return picked if other == self.shown else other
        return picked or other


class ActivityForm(ActionForm):
    """Entering or changing an activity; days and hours are those of the week's zone."""

    # The draft that this form has become by saving itself.
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    name = forms.CharField(label=_("活动名称"), required=False, max_length=300, widget=_line())
    series: forms.ModelChoiceField[Series] = forms.ModelChoiceField(
        None, label=_("活动系列"), required=False, empty_label=_("不属于哪个系列")
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("跟系列走")), *Kind.choices])
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("填报单位"), required=False, empty_label=_("不归哪个单位，办公室自己填")
    )
    summary = forms.CharField(
        label=_("一句话简介"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        max_length=2000,
    )
    day = forms.DateField(
        label=_("哪一天"), required=False, widget=DayInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start_time = forms.TimeField(label=_("几点开始"), required=False, widget=_hour())
    end_time = forms.TimeField(label=_("几点结束"), required=False, widget=_hour())
    last_day = forms.DateField(
        label=_("最后一天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("只办一天的不用填"),
    )
    mode = forms.ChoiceField(
        label=_("怎么参加"), choices=Mode.choices, widget=forms.RadioSelect, required=False
    )
    place = forms.CharField(
        label=_("地点"),
        required=False,
        max_length=300,
        widget=_line(list="known-places", enterkeyhint="done"),
    )
    address = forms.CharField(
        label=_("详细地址"), required=False, max_length=300, help_text=_("路名和门牌号"), widget=_line()
    )
    link = forms.CharField(
        label=_("线上地址"),
        required=False,
        max_length=600,
        help_text=_("直播或回放链接，可以活动前再补"),
        widget=_line(inputmode="url", autocapitalize="off", spellcheck="false"),
    )
    audience = forms.MultipleChoiceField(
        label=_("面向"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    age_from = forms.IntegerField(label=_("年龄从"), required=False, widget=_number())
    age_to = forms.IntegerField(label=_("到"), required=False, widget=_number())
    expected = forms.IntegerField(label=_("预计人数"), required=False, widget=_number())
    entry_note = forms.CharField(
        label=_("怎么入场"),
        required=False,
        max_length=300,
        help_text=_("比如“可直接入场”“本校师生”"),
        widget=_line(),
    )
    hosts = LinesField(label=_("主办单位"), required=False, help_text=_("一行一个"))
    organisers = LinesField(label=_("承办单位"), required=False, help_text=_("一行一个"))
    co_organisers = LinesField(label=_("协办单位"), required=False, help_text=_("一行一个"))
    contact_name = forms.CharField(
        label=_("现场联系人"), required=False, max_length=60, widget=_line(autocomplete="name")
    )
    contact_phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=60,
        widget=_line(type="tel", inputmode="tel", autocomplete="tel"),
    )
    # Only beside words that the public already sees: why the new ones may be seen.
    basis = forms.CharField(
        label=_("公开依据"),
        required=False,
        max_length=600,
        help_text=_("改了名称、简介、单位、入场说明或线上地址时写：哪天由谁审过、依哪条规定"),
        widget=_line(enterkeyhint="done"),
    )

    def __init__(
        self, *args: Any, week: Week, units: Any, may_choose_unit: bool, is_shown: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.week = week
        self.offer("series", series())
        self.offer("unit", units, must_choose=not may_choose_unit)
        if not is_shown:
            del self.fields["basis"]
        widget = self.fields["day"].widget
        if isinstance(widget, DayInput) and self.initial.get("day"):
            widget.shown = str(self.initial["day"])

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
        if strange or "day" in self.errors:
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
        """The keyword values of `add_activity` and `edit_activity`; what could not be read is left out."""
        values = self.plain("code", *TIME_FIELDS)
        if any(name in self.errors for name in TIME_FIELDS):
            for name in ("starts_at", "ends_at", "is_all_day"):
                values.pop(name, None)
        if values.get("series") is not None and not values.get("kind"):
            values["kind"] = values["series"].kind
        if "kind" in values and not values["kind"]:
            del values["kind"]
        return values

    @staticmethod
    def initial_of(activity: Activity, zone: str) -> dict[str, Any]:
        """What the form shows of a stored activity."""
        initial: dict[str, Any] = {
            field.name: getattr(activity, field.name) for field in Activity._meta.concrete_fields
        }
        initial["series"], initial["unit"] = activity.series_id, activity.unit_id
        if activity.series is not None and activity.kind == activity.series.kind:
            initial["kind"] = ""
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
