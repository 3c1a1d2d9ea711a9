from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base import clock
from sciweek.base.forms import ActionForm
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.venues.models import Room, Venue
from sciweek.venues.states import Datum

# Where the form shows what the action says of a closed time.
RENAME = {"starts_at": "first_day", "ends_at": "last_day"}


def _line(**attrs: str) -> forms.TextInput:
    """A line of text; its Enter key leads to the next field."""
    return forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"} | attrs)


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


def _hour() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, "%H:%M")


class VenueForm(ActionForm):
    """A venue's fields; the position by a pasted link or by two numbers."""

    name = forms.CharField(label=_("场地名称"), required=False, max_length=300, widget=_line())
    short_name = forms.CharField(
        label=_("简称"), required=False, max_length=100, widget=_line(), help_text=_("窄栏里用")
    )
    street: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("所在街道"), required=False, empty_label=_("还不知道")
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None,
        label=_("管理单位"),
        required=False,
        empty_label=_("没有，或者还不知道"),
        help_text=_("它的联络员也能改这个场地"),
    )
    address = forms.CharField(
        label=_("地址"), required=False, max_length=400, widget=_line(), help_text=_("路名和门牌号")
    )
    map_link = forms.CharField(
        label=_("粘贴地图链接"),
        required=False,
        max_length=4000,
        widget=_line(autocapitalize="off", spellcheck="false"),
        help_text=_("高德、百度、腾讯、OpenStreetMap 的链接，或“31.2, 121.4”。系统从里面读出位置"),
    )
    latitude = forms.CharField(
        label=_("纬度"), required=False, max_length=40, widget=_line(inputmode="decimal")
    )
    longitude = forms.CharField(
        label=_("经度"), required=False, max_length=40, widget=_line(inputmode="decimal")
    )
    datum = forms.ChoiceField(label=_("坐标系"), required=False, choices=Datum.choices)
    access_notes = forms.CharField(
        label=_("无障碍"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("坡道、电梯、轮椅座位、无障碍卫生间"),
    )
    directions = forms.CharField(
        label=_("怎么到达"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("地铁、公交、停车、从哪个门进"),
    )

    def __init__(self, *args: Any, may_choose_unit: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("street", units().filter(kind=UnitKind.STREET))
        if may_choose_unit:
            self.offer("unit", units())
        else:
            del self.fields["unit"]

    @staticmethod
    def initial_of(venue: Venue) -> dict[str, Any]:
        """What the form shows of a stored venue: merged units as their successors."""
        names = ("name", "short_name", "address", "latitude", "longitude", "datum")
        plain = {name: getattr(venue, name) for name in (*names, "access_notes", "directions")}
        return plain | {
            "unit": venue.run_by,
            "street": venue.lies_in,
            "seen_version": venue.version,
        }


class RoomForm(ActionForm):
    """One room of a venue."""

    name = forms.CharField(label=_("厅室名称"), required=False, max_length=200, widget=_line())
    capacity = forms.IntegerField(
        label=_("可容纳"), required=False, widget=forms.NumberInput({"autocomplete": "off"})
    )
    notes = forms.CharField(
        label=_("说明"), required=False, max_length=400, widget=_line(), help_text=_("楼层、设备、座位怎么排")
    )


class RoomEditForm(RoomForm):
    """A room that is there; it can be taken out of use."""

    is_active = forms.BooleanField(label=_("还在用"), required=False)

    @staticmethod
    def initial_of(room: Room) -> dict[str, Any]:
        names = ("name", "capacity", "notes", "is_active")
        return {name: getattr(room, name) for name in names} | {"seen_version": room.version}


class ClosedTimeForm(ActionForm):
    """From when to when, in the region's zone; days alone are whole days."""

    room: forms.ModelChoiceField[Room] = forms.ModelChoiceField(
        None, label=_("哪里"), required=False, empty_label=_("整个场地")
    )
    first_day = forms.DateField(label=_("从哪天"), required=False, widget=_day())
    start_time = forms.TimeField(label=_("几点"), required=False, widget=_hour(), help_text=_("不写就是全天"))
    last_day = forms.DateField(
        label=_("到哪天"), required=False, widget=_day(), help_text=_("只有一天的不用填")
    )
    end_time = forms.TimeField(label=_("几点"), required=False, widget=_hour())
    why = forms.CharField(label=_("为什么"), required=False, max_length=400, widget=_line())

    def __init__(self, *args: Any, rooms: QuerySet[Room], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.offer("room", rooms)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day") or data.get("first_day")
        data["starts_at"] = data["ends_at"] = None
        strange = [
            name
            for name in ("first_day", "last_day")
            if data.get(name) and not clock.is_plausible(data[name])
        ]
        for name in strange:
            self.add_error(name, _("没有这样的年份。请写成 2027 这样的四位数。"))
        if strange or self.errors or first is None or last is None:
            return data
        start, end = data.get("start_time"), data.get("end_time")
        data["starts_at"] = clock.moment(first, start or clock.MIDNIGHT, self.zone)
        if end is None or end == clock.MIDNIGHT:
            # Nothing ends as its day begins: no hour, and 0:00, are the midnight after it.
            data["ends_at"] = clock.end_of(last, self.zone)
        else:
            data["ends_at"] = clock.moment(last, end, self.zone)
        return data

    def values(self) -> dict[str, Any]:
        """The keyword values of `add_closed_time`."""
        return self.plain("first_day", "start_time", "last_day", "end_time")
