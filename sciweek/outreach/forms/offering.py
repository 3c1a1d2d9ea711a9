from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.models import Activity
from sciweek.activities.states import Audience
from sciweek.base import clock
from sciweek.base.forms import ActionForm, SeveralField
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.outreach.forms.fields import day_field, hour_field, number_field, text_field, ticks_field
from sciweek.outreach.models import Outing
from sciweek.outreach.states import Need, OutingKind, Part
from sciweek.venues.models import Venue
from sciweek.venues.queries import venues_in_use

# Beyond this the action says that it is too much; the form need not list more.
MOST_DAYS = 400


class OutingForm(ActionForm):
    """What is offered. The days stand in a form of their own."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=gettext_lazy("承办单位"), required=False, empty_label=gettext_lazy("请选单位")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("形式"), required=False, choices=OutingKind.choices, widget=forms.RadioSelect
    )
    title = text_field(gettext_lazy("项目名称"), 120)
    summary = forms.CharField(
        label=gettext_lazy("内容"),
        required=False,
        max_length=6000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("讲什么、演什么，对方能看到什么"),
    )
    length_minutes = number_field(gettext_lazy("一次多长"))
    setup_minutes = number_field(gettext_lazy("提前多久到场布置"))
    needs = ticks_field(gettext_lazy("要对方准备"), Need.choices)
    needs_note = text_field(gettext_lazy("其他要求"), 200, gettext_lazy("车长、电压、场地大小"))
    audience = ticks_field(gettext_lazy("适合谁"), Audience.choices)
    audience_note = text_field(gettext_lazy("年级、年龄"), 120, gettext_lazy("比如“三至六年级”"))
    largest_audience = number_field(gettext_lazy("一次最多"), gettext_lazy("不限就空着"))
    visits_a_day = number_field(gettext_lazy("一天最多去几次"), gettext_lazy("几队合起来算"))
    crews = number_field(gettext_lazy("同时能派几队"), gettext_lazy("两辆车写 2"))
    reach = SeveralField(
        None,
        label=gettext_lazy("去哪些街道乡镇"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一个都不选就是全区都去"),
    )
    base: forms.ModelChoiceField[Venue] = forms.ModelChoiceField(
        None,
        label=gettext_lazy("从哪里出发"),
        required=False,
        empty_label=gettext_lazy("不写"),
        help_text=gettext_lazy("写了，行程单上才算得出几点出发"),
    )
    activity: forms.ModelChoiceField[Activity] = forms.ModelChoiceField(
        None,
        label=gettext_lazy("属于哪个活动"),
        required=False,
        empty_label=gettext_lazy("不属于"),
        help_text=gettext_lazy("选了，每安排一次就在排期里加一场，改期和取消也跟着变"),
    )

    def __init__(
        self, *args: Any, hosts: QuerySet[Unit], activities: QuerySet[Activity], is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reach", units().filter(kind=UnitKind.STREET, merged_into__isnull=True))
        self.offer("base", venues_in_use())
        self.offer("activity", activities)
        if is_new:
            self.offer("unit", hosts)
        else:
            del self.fields["unit"]

    @staticmethod
    def initial_of(outing: Outing) -> dict[str, Any]:
        names = (
            "kind", "title", "summary", "length_minutes", "setup_minutes", "needs", "needs_note", "audience",
            "audience_note", "largest_audience", "visits_a_day", "crews", "base", "activity",
        )  # fmt: skip
        plain = {name: getattr(outing, name) for name in names}
        streets = [one.street.merged_into_id or one.street_id for one in outing.reaches.all()]
        return plain | {"reach": streets, "seen_version": outing.version}


class DaysForm(ActionForm):
    """From which day to which, on which weekdays, in which part of the day, and for how many visits."""

    first_day = day_field(gettext_lazy("从哪天"), gettext_lazy("活动周以外也可以"))
    last_day = day_field(gettext_lazy("到哪天"), gettext_lazy("只有一天的不用填"))
    only_schooldays = forms.BooleanField(label=gettext_lazy("不要周六周日"), required=False)
    part = forms.ChoiceField(
        label=gettext_lazy("什么时候"), required=False, choices=Part.choices, widget=forms.RadioSelect
    )
    start_time = hour_field(gettext_lazy("几点起"), gettext_lazy("选“指定钟点”才填"))
    end_time = hour_field(gettext_lazy("到几点"), gettext_lazy("比如 11:30"))
    visits = number_field(gettext_lazy("这段时间能去几次"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day") or data.get("first_day")
        data["days"] = []
        if first is None or last is None:
            return data
        for name in ("first_day", "last_day"):
            if data.get(name) and not clock.is_plausible(data[name]):
                self.add_error(name, _("没有这样的年份。请写成 2027 这样的四位数。"))
                return data
        if last < first:
            self.add_error("last_day", _("最后一天早于第一天。"))
            return data
        count = min((last - first).days + 1, MOST_DAYS)
        days = [first + timedelta(days=n) for n in range(count)]
        data["days"] = [day for day in days if day.weekday() < 5 or not data.get("only_schooldays")]
        return data

    def values(self) -> dict[str, Any]:
        """The keyword values of `add_days`."""
        return self.plain("first_day", "last_day", "only_schooldays")
