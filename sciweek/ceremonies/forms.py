from collections.abc import Iterable
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.models import Activity
from sciweek.base import clock
from sciweek.base.forms import ActionForm, choose_from
from sciweek.ceremonies.logic.plates import shown_plate
from sciweek.ceremonies.models import Ceremony, Guest, Item
from sciweek.ceremonies.states import GuestKind, GuestState, Hand, Numbering
from sciweek.people.phones import shown_phone
from sciweek.programme.models import Session

# Where the forms show what actions say of a field.
RENAME = {"reply_by": "reply_day", "assemble_at": "assemble_time"}
END_OF_WORK = time(17)


def _day(label: Any, **given: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **given)


def _hour(label: Any, **given: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **given)


def _line(label: Any, most: int, **given: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=most * 2, widget=widget, **given)


class CeremonyForm(ActionForm):
    """What units are told beside time and place."""

    title = _line(gettext_lazy("名称"), 120, help_text=gettext_lazy("和活动名称不同才写"))
    reply_day = _day(gettext_lazy("回执哪天之前报"))
    reply_time = _hour(gettext_lazy("几点"), help_text=gettext_lazy("不写就到 17:00"))
    takes_late = forms.BooleanField(label=gettext_lazy("过了期限也收，标明逾期"), required=False)
    assemble_time = _hour(gettext_lazy("几点集合"), help_text=gettext_lazy("当天的钟点"))
    dress = _line(gettext_lazy("着装"), 120)
    notes = forms.CharField(
        label=gettext_lazy("注意事项"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        help_text=gettext_lazy("停车、签到、材料在哪里领"),
    )
    contact_name = _line(gettext_lazy("联系人"), 60)
    contact_phone = _line(gettext_lazy("联系电话"), 40)
    capacity = forms.IntegerField(
        label=gettext_lazy("会场坐多少人"),
        required=False,
        help_text=gettext_lazy("空着就按场次所在厅室的容量"),
    )

    def values(self, ceremony_day: Any, zone: str) -> dict[str, Any]:
        """The action's keyword values; `ceremony_day` is the day on which people assemble."""
        plain = self.plain("reply_day", "reply_time", "assemble_time")
        day, hour = self.cleaned_data.get("reply_day"), self.cleaned_data.get("reply_time")
        plausible = day is not None and clock.is_plausible(day)
        plain["reply_by"] = clock.moment(day, hour or END_OF_WORK, zone) if day and plausible else None
        at = self.cleaned_data.get("assemble_time")
        plain["assemble_at"] = clock.moment(ceremony_day, at, zone) if at and ceremony_day else None
        return plain

    @staticmethod
    def initial_of(row: Ceremony, zone: str) -> dict[str, Any]:
        names = ("title", "takes_late", "dress", "notes", "contact_name", "contact_phone", "capacity")
        reply = row.reply_by.astimezone(ZoneInfo(zone))
        found = {name: getattr(row, name) for name in names}
        found |= {"reply_day": reply.date(), "reply_time": reply.time(), "seen_version": row.version}
        if row.assemble_at is not None:
            found["assemble_time"] = row.assemble_at.astimezone(ZoneInfo(zone)).time()
        return found


class NewCeremonyForm(CeremonyForm):
    """The same, and which activity it is."""

    what = forms.ChoiceField(label=gettext_lazy("哪个活动"), required=False)
    field_order = ("what", "title")

    def __init__(
        self, *args: Any, activities: Iterable[Activity], sessions: Iterable[Session], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, tuple[Activity, Session | None]] = {}
        by_activity: dict[int, list[Session]] = {}
        for session in sessions:
            by_activity.setdefault(session.activity_id, []).append(session)
        for activity in activities:
            held = by_activity.get(activity.pk, [])
            if len(held) < 2:
                self._known[activity.code] = (activity, held[0] if held else None)
            else:
                self._known |= {f"{activity.code}-{one.code}": (activity, one) for one in held}
        choose_from(self, "what", [("", _("请选一个")), *self._choices()])

    def _choices(self) -> Iterable[tuple[str, str]]:
        for key, (activity, session) in self._known.items():
            start = session.starts_at if session is not None else activity.starts_at
            when = f"{start.astimezone(ZoneInfo(activity.week.zone)):%m-%d %H:%M}" if start else ""
            yield key, " · ".join(filter(None, (activity.name, when)))

    @property
    def chosen(self) -> tuple[Activity, Session | None] | None:
        return self._known.get(self.cleaned_data.get("what") or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "what" not in self.errors and not data.get("what"):
            self.add_error("what", _("请选一个“仪式”类的活动。"))
        return data


class GuestForm(forms.Form):
    """One line of a slip."""

    use_required_attribute = False
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    kind = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    name = _line(gettext_lazy("姓名"), 60)
    post = _line(gettext_lazy("职务"), 100)
    phone = forms.CharField(
        label=gettext_lazy("手机"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )
    plate = forms.CharField(
        label=gettext_lazy("车牌"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    state = forms.ChoiceField(label=gettext_lazy("来不来"), choices=GuestState.choices, required=False)

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("name", "post", "phone", "plate"))

    @staticmethod
    def initial_of(guest: Guest) -> dict[str, Any]:
        return {
            "code": guest.code,
            "kind": guest.kind,
            "name": guest.name,
            "post": guest.post,
            "phone": shown_phone(guest.phone),
            "plate": shown_plate(guest.plate),
            "state": guest.state,
        }


class SlipForm(ActionForm):
    """What is said of the whole slip."""

    lines = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=600)
    sends_nobody = forms.BooleanField(label=gettext_lazy("不派人参加"), required=False)
    note = _line(gettext_lazy("还要说明的"), 300)


class ItemForm(ActionForm):
    """One item of the running order."""

    what = _line(gettext_lazy("做什么"), 200)
    minutes = forms.IntegerField(label=gettext_lazy("几分钟"), required=False)
    who = _line(gettext_lazy("谁来"), 200, help_text=gettext_lazy("主持、致辞、表演的人"))
    prepares = _line(gettext_lazy("谁准备"), 120)
    materials = _line(gettext_lazy("要什么材料"), 200)

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        names = ("what", "minutes", "who", "prepares", "materials")
        return {name: getattr(item, name) for name in names} | {"seen_version": item.version}


class NumbersField(forms.CharField):
    """Some whole numbers: 6、12; a span counts as all of it: 1-3."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": "off"})
        super().__init__(required=False, max_length=200, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        found: list[int] = []
        text = super().to_python(value) or ""
        for sign in "、，；;":
            text = text.replace(sign, ",")
        for part in filter(None, "".join(text.split()).split(",")):
            first, _dash, last = part.replace("—", "-").replace("~", "-").partition("-")
            if not all(one.isascii() and one.isdigit() and len(one) < 4 for one in (first, last or first)):
                raise forms.ValidationError(_("写数字，用顿号隔开，比如“1、2”或“1-3”。"))
            found += range(int(first), int(last or first) + 1)
        return found

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list | tuple) else value


class HallForm(ActionForm):
    """How the hall is."""

    rows = forms.IntegerField(label=gettext_lazy("台下几排"), required=False)
    seats = forms.IntegerField(label=gettext_lazy("每排几座"), required=False)
    stage_seats = forms.IntegerField(
        label=gettext_lazy("主席台几座"), required=False, help_text=gettext_lazy("没有主席台写 0")
    )
    aisles = NumbersField(
        label=gettext_lazy("过道在第几座后面"), help_text=gettext_lazy("从左数，比如“6、12”")
    )
    front_rows = NumbersField(
        label=gettext_lazy("哪几排坐领导"), help_text=gettext_lazy("比如“1”；按次序从中间排起")
    )
    kept_rows = NumbersField(label=gettext_lazy("哪几排空着"), help_text=gettext_lazy("留给演职人员、媒体"))
    hand = forms.ChoiceField(
        label=gettext_lazy("2 号坐在 1 号的"), choices=Hand.choices, widget=forms.RadioSelect, required=False
    )
    numbering = forms.ChoiceField(
        label=gettext_lazy("座位编号"), choices=Numbering.choices, widget=forms.RadioSelect, required=False
    )

    @staticmethod
    def initial_of(row: Ceremony) -> dict[str, Any]:
        names = ("aisles", "front_rows", "kept_rows", "hand", "numbering")
        numbers = {name: getattr(row, name) or None for name in ("rows", "seats")}
        return (
            numbers
            | {name: getattr(row, name) for name in names}
            | {"stage_seats": row.stage_seats, "seen_version": row.version}
        )

    def values(self) -> dict[str, Any]:
        plain = self.plain()
        return plain | {"stage_seats": plain["stage_seats"] or 0}


class PlacesForm(ActionForm):
    """The same number of places for many units at once."""

    units = forms.ChoiceField(label=gettext_lazy("给哪些单位"), required=False)
    count = forms.IntegerField(label=gettext_lazy("每个单位几人"), required=False)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "units", choices)


KINDS = dict(GuestKind.choices)
