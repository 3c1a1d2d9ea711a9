from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base import clock
from sciweek.base.forms import ActionForm
from sciweek.outreach.forms.fields import day_field, hour_field, number_field, text_field
from sciweek.outreach.models import Outing, Visit
from sciweek.people.phones import shown_phone

# Where the form shows what the action says.
RENAME = {"starts_at": "start_time", "ends_at": "end_time"}


class AssignForm(ActionForm):
    """Which outing goes when, and who is in charge; days and hours are those of the week's zone."""

    outing: forms.ModelChoiceField[Outing] = forms.ModelChoiceField(
        None, label=gettext_lazy("去的项目"), required=False, empty_label=gettext_lazy("请选项目")
    )
    day = day_field(gettext_lazy("哪一天"))
    start_time = hour_field(gettext_lazy("几点开始"), gettext_lazy("布置另算，在这之前"))
    end_time = hour_field(gettext_lazy("到几点"), gettext_lazy("不写就按项目的时长"))
    crew = number_field(gettext_lazy("第几队"), gettext_lazy("不写就派有空的一队"))
    leader_name = text_field(gettext_lazy("带队人或司机"), 60)
    phone = text_field(gettext_lazy("电话"), 40, inputmode="tel")
    plate = text_field(gettext_lazy("车牌"), 20, gettext_lazy("学校门卫要登记的"))
    note = text_field(gettext_lazy("给双方的话"), 200)

    def __init__(self, *args: Any, outings: QuerySet[Outing], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.offer("outing", outings)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, start, end = data.get("day"), data.get("start_time"), data.get("end_time")
        data["starts_at"] = data["ends_at"] = None
        if day is not None and not clock.is_plausible(day):
            self.add_error("day", _("没有这样的年份。请写成 2027 这样的四位数。"))
            return data
        if day is None and "day" not in self.errors:
            self.add_error("day", _("请写哪一天。"))
        if start is None and "start_time" not in self.errors:
            self.add_error("start_time", _("请写几点开始。"))
        if day is not None and start is not None:
            data["starts_at"] = clock.moment(day, start, self.zone)
            data["ends_at"] = clock.moment(day, end, self.zone) if end is not None else None
        return data

    def values(self) -> dict[str, Any]:
        """The keyword values of `assign_visit` and `move_visit`."""
        return self.plain("day", "start_time", "end_time")

    @staticmethod
    def initial_of(visit: Visit, zone: str) -> dict[str, Any]:
        start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (visit.starts_at, visit.ends_at))
        return {
            "outing": visit.outing,
            "day": start.date(),
            "start_time": start.time(),
            "end_time": end.time(),
            "crew": visit.crew,
            "leader_name": visit.leader_name,
            "phone": shown_phone(visit.phone),
            "plate": visit.plate,
            "note": visit.note,
            "seen_version": visit.version,
        }


class CameForm(ActionForm):
    """How many were there."""

    came = number_field(gettext_lazy("实到多少人"), gettext_lazy("没有数过就空着，不要估"))
