from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.states import Mode
from sciweek.base import clock
from sciweek.base.forms import ActionForm, LinesField, choose_from
from sciweek.programme.logic.hours import days_later, last_day
from sciweek.programme.models import Session
from sciweek.venues.models import Room, Venue
from sciweek.venues.queries import venues_in_use

# Where the forms show what actions say of a field of the session.
RENAME = {"starts_at": "start_time", "ends_at": "end_time", "venue": "where", "room": "where"}
# On which day a session ends: how many days after its first.
END_DAYS = (
    (0, gettext_lazy("当天")),
    (1, gettext_lazy("第二天")),
    (2, gettext_lazy("第三天")),
    (3, gettext_lazy("第四天")),
)
Where = tuple[Venue | None, Room | None]


def day_field(label: Any, **given: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **given)


def hour_field(label: Any, **given: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **given)


def _line(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off"} | attrs)


class PlacedForm(ActionForm):
    """A form that asks for a venue of the region, or one of its rooms, in one list of choices."""

    where = forms.ChoiceField(label=gettext_lazy("场地"), required=False)

    def __init__(self, *args: Any, kept: Where = (None, None), **kwargs: Any) -> None:
        """`kept` is the place that the session has: it stays a choice when it has been retired since."""
        super().__init__(*args, **kwargs)
        self._places: dict[str, Where] = {}
        choose_from(self, "where", self._choices(kept))

    def _choices(self, kept: Where) -> Iterable[tuple[str, Any]]:
        yield "", _("不在登记的场地")
        found = list(venues_in_use())
        if kept[0] is not None and kept[0] not in found:
            found.append(kept[0])
        rooms: dict[int, list[Room]] = {}
        for room in Room.objects.filter(venue__in=found, is_active=True):
            rooms.setdefault(room.venue_id, []).append(room)
        if kept[0] is not None and kept[1] is not None and kept[1] not in rooms.get(kept[0].pk, []):
            rooms.setdefault(kept[0].pk, []).append(kept[1])
        for venue in found:
            self._places[venue.code] = (venue, None)
            inside = []
            for room in rooms.get(venue.pk, ()):
                key = where_key(venue, room)
                self._places[key] = (venue, room)
                words = (
                    room.name
                    if room.capacity is None
                    else _("%(room)s（%(count)d 人）")
                    % {
                        "room": room.name,
                        "count": room.capacity,
                    }
                )
                inside.append((key, words))
            if inside:
                yield (
                    venue.label,
                    [(venue.code, _("%(venue)s，不指定厅室") % {"venue": venue.label}), *inside],
                )
            else:
                yield venue.code, venue.label

    @property
    def chosen(self) -> Where:
        """The venue and room that were chosen."""
        return self._places.get(self.cleaned_data.get("where") or "", (None, None))


def where_key(venue: Venue | None, room: Room | None) -> str:
    """The place as one word of a form: a venue, or a room in it."""
    if venue is None:
        return ""
    return f"{venue.code}-{room.code}" if room is not None else venue.code


class MoveForm(PlacedForm):
    """When and where, and nothing else: what dragging on the board sends too."""

    day = day_field(gettext_lazy("哪一天"))
    start_time = hour_field(gettext_lazy("几点开始"))
    # The address of the board that the press came from: its query.
    back = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    field_order = ("day", "start_time", "where")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, words in (("day", _("请写哪一天。")), ("start_time", _("请写几点开始。"))):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, words)
        if "day" not in self.errors and data.get("day") and not clock.is_plausible(data["day"]):
            self.add_error("day", _("没有这样的年份。请写成 2027 这样的四位数。"))
        return data

    def values(self, zone: str, *, is_all_day: bool = False) -> dict[str, Any]:
        """The keyword values of `move_session`; what lasts whole days has a day and a place, and no hour."""
        venue, room = self.chosen
        hour = clock.MIDNIGHT if is_all_day else self.cleaned_data["start_time"]
        starts_at = clock.moment(self.cleaned_data["day"], hour, zone)
        return {"starts_at": starts_at, "venue": venue, "room": room}

    @staticmethod
    def initial_of(row: Session, zone: str) -> dict[str, Any]:
        start = row.starts_at.astimezone(ZoneInfo(zone))
        return {
            "day": start.date(),
            "start_time": start.time(),
            "where": where_key(row.venue, row.room),
            "seen_version": row.version,
        }


class WordsForm(PlacedForm):
    """What a session says besides its time; adding and changing ask the same."""

    title = forms.CharField(
        label=gettext_lazy("这一场的名称"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("和活动名称不同才写，比如“高年级场”"),
        widget=_line(),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("怎么参加"), choices=Mode.choices, widget=forms.RadioSelect, required=False
    )
    place = forms.CharField(
        label=gettext_lazy("地点"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("不在登记的场地才写"),
        widget=_line(),
    )
    link = forms.CharField(
        label=gettext_lazy("线上地址"),
        required=False,
        max_length=600,
        widget=_line(inputmode="url", autocapitalize="off", spellcheck="false"),
    )
    speakers = LinesField(
        label=gettext_lazy("主讲、讲解"), required=False, help_text=gettext_lazy("一行一个名字，按公布的写")
    )
    capacity = forms.IntegerField(label=gettext_lazy("最多多少人"), required=False)
    note = forms.CharField(
        label=gettext_lazy("给来的人看的提示"), required=False, max_length=300, widget=_line()
    )

    def words(self) -> dict[str, Any]:
        """The values of an action, without the time."""
        venue, room = self.chosen
        names = ("title", "mode", "place", "link", "speakers", "capacity", "note")
        values = {name: self.cleaned_data.get(name) for name in names}
        return values | {"mode": values["mode"] or Mode.ONSITE, "venue": venue, "room": room}


class TimedForm(WordsForm):
    """The hours of a session too: it ends on its own day, unless somebody says that it is the next."""

    start_time = hour_field(gettext_lazy("几点开始"))
    end_day = forms.TypedChoiceField(
        label=gettext_lazy("哪天结束"), choices=END_DAYS[:2], coerce=int, empty_value=None, required=False
    )
    end_time = hour_field(gettext_lazy("几点结束"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What ends later still keeps its day: saving what the form shows cuts nothing short.
        choose_from(self, "end_day", END_DAYS[: max(2, 1 + self.initial.get("end_day", 0))])


class SessionForm(TimedForm):
    """One session, all of it."""

    day = day_field(gettext_lazy("哪一天"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, words in (
            ("day", _("请写哪一天。")),
            ("start_time", _("请写几点开始。")),
            ("end_time", _("请写几点结束。")),
        ):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, words)
        if "day" not in self.errors and data.get("day") and not clock.is_plausible(data["day"]):
            self.add_error("day", _("没有这样的年份。请写成 2027 这样的四位数。"))
        return data

    def values(self, zone: str) -> dict[str, Any]:
        """The keyword values of `edit_session`."""
        data = self.cleaned_data
        day, start, end = data["day"], data["start_time"], data["end_time"]
        last = last_day(day, end, data["end_day"] or 0)
        times = {"starts_at": clock.moment(day, start, zone), "ends_at": clock.moment(last, end, zone)}
        return self.words() | times | {"is_all_day": start == end == clock.MIDNIGHT}

    @staticmethod
    def initial_of(row: Session, zone: str) -> dict[str, Any]:
        start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (row.starts_at, row.ends_at))
        names = ("title", "mode", "place", "link", "speakers", "capacity", "note")
        return (MoveForm.initial_of(row, zone) | {name: getattr(row, name) for name in names}) | {
            "end_day": days_later(start, end),
            "end_time": end.time(),
        }


class RestForm(TimedForm):
    """The later sessions of a run: what is changed here is changed on all of them; the rest stays on each."""

    def touched(self) -> dict[str, Any]:
        """The values that differ from what the page showed."""
        values = self.words() if self.has_changed() else {}
        changed = set(self.changed_data)
        if "where" in changed:
            changed |= {"venue", "room"}
        # The hour of an end and its day say one thing.
        if changed & {"end_day", "end_time"}:
            changed |= {"end_day", "end_time"}
        times = {name: self.cleaned_data.get(name) for name in ("start_time", "end_day", "end_time")}
        return {
            name: value for name, value in (values | times).items() if name in changed and value is not None
        }


class ReasonForm(ActionForm):
    """A step that may need a sentence."""

    to = forms.CharField(widget=forms.HiddenInput, max_length=20)
    why = forms.CharField(label=gettext_lazy("原因"), required=False, max_length=600)
