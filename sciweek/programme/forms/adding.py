import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.text import clean_lines
from sciweek.look.dates import WEEKDAYS_EN, WEEKDAYS_ZH, in_english
from sciweek.programme.forms.session import TimedForm, day_field
from sciweek.programme.logic.hours import NOT_AFTER, Hours
from sciweek.programme.logic.rules import Rule, sessions_of
from sciweek.programme.logic.written import DAY, SPAN
from sciweek.programme.states import RunKind

Times = Sequence[tuple[datetime, datetime]]


class SpansField(forms.CharField):
    """Spans of hours, one on a line: 14:00-15:30, 22:00-次日1:00."""

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, **given)

    def clean(self, value: Any) -> list[Hours]:
        found: list[Hours] = []
        for line in clean_lines(super().clean(value)).replace("、", "\n").replace("，", "\n").splitlines():
            match = SPAN.fullmatch(line.strip())
            if not line.strip():
                continue
            try:
                if match is None:
                    raise ValueError(line)
                first, first_minute, next_day, last, last_minute = match.groups()
                start, end = time(int(first), int(first_minute)), time(int(last), int(last_minute))
                found.append(Hours(start, end, bool(next_day)))
            except ValueError:
                raise forms.ValidationError(
                    _("没有认出“%(line)s”。请写成 14:00-15:30。") % {"line": line.strip()[:40]}
                ) from None
        return found


class DaysField(forms.CharField):
    """Days left out: 5月25日、2027-05-26. Without a year it is that of the edition."""

    year = 0

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}), **given)

    def clean(self, value: Any) -> list[date]:
        found: list[date] = []
        for word in re.split(r"[、，,;；\s]+", super().clean(value)):
            match = DAY.fullmatch(word)
            if not word:
                continue
            try:
                if match is None:
                    raise ValueError(word)
                year, month, day = match.groups()
                found.append(date(int(year or self.year), int(month), int(day)))
            except ValueError:
                raise forms.ValidationError(
                    _("没有认出“%(word)s”。请写成 5月25日。") % {"word": word[:40]}
                ) from None
        return found


class AddForm(TimedForm):
    """Sessions of one activity, by rule or one alone; days and hours are those of the week's zone."""

    kind = forms.ChoiceField(
        label=gettext_lazy("怎么排"), choices=RunKind.choices, widget=forms.RadioSelect, required=False
    )
    first_day = day_field(gettext_lazy("哪一天，或从哪天起"))
    last_day = day_field(gettext_lazy("到哪天，只有一天不填"))
    more_times = SpansField(
        label=gettext_lazy("同一天还有"),
        help_text=gettext_lazy("一行一段，比如 14:00-15:30；过半夜的写 22:00-次日1:00"),
    )
    every_minutes = forms.IntegerField(label=gettext_lazy("每一批"), required=False)
    gap_minutes = forms.IntegerField(label=gettext_lazy("两批之间隔"), required=False)
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("星期几"), widget=forms.CheckboxSelectMultiple, required=False
    )
    skip_days = DaysField(label=gettext_lazy("哪几天不办"), help_text=gettext_lazy("比如 5月25日、5月26日"))
    # What the page showed: the press saves only dates that somebody has seen.
    seen_dates = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, zone: str, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        days = self.fields["weekdays"]
        if isinstance(days, forms.MultipleChoiceField):
            names = WEEKDAYS_EN if in_english() else WEEKDAYS_ZH
            days.choices = [(str(number), name) for number, name in enumerate(names)]
        skipped = self.fields["skip_days"]
        if isinstance(skipped, DaysField):
            skipped.year = year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["kind"] = data.get("kind") or RunKind.SINGLE
        for name, words in (
            ("first_day", _("请写哪一天。")),
            ("start_time", _("请写几点开始。")),
            ("end_time", _("请写几点结束。")),
        ):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, words)
        for name in ("first_day", "last_day"):
            if name not in self.errors and data.get(name) and not clock.is_plausible(data[name]):
                self.add_error(name, _("没有这样的年份。请写成 2027 这样的四位数。"))
        return data

    @property
    def is_single(self) -> bool:
        return self.cleaned_data.get("kind") == RunKind.SINGLE

    @property
    def hours(self) -> Hours:
        """The first, and mostly the only ones."""
        data = self.cleaned_data
        return Hours(data["start_time"], data["end_time"], bool(data["end_day"]))

    def rule(self) -> Rule:
        data = self.cleaned_data
        kind = RunKind(data["kind"])
        return Rule(
            kind=kind,
            first_day=data["first_day"],
            last_day=data.get("last_day") or data["first_day"],
            times=(self.hours, *(data.get("more_times") or ())),
            weekdays=tuple(int(day) for day in data.get("weekdays") or ()),
            every_minutes=data.get("every_minutes") if kind == RunKind.SLOTS else None,
            gap_minutes=(data.get("gap_minutes") or 0) if kind == RunKind.SLOTS else 0,
            skip_days=tuple(data.get("skip_days") or ()),
        )

    def dates(self) -> Times:
        """Start and end of every session that the press would make. Raises `Refused` when there is none."""
        hours, day = self.hours, self.cleaned_data["first_day"]
        if not hours.makes_sense:
            # Before any date is shown, and at the field where it was written.
            raise Refused(fields={"ends_at": NOT_AFTER}, code="invalid")
        if not self.is_single:
            return sessions_of(self.rule(), self.zone)
        last = hours.last_day(day)
        return [(clock.moment(day, hours.start, self.zone), clock.moment(last, hours.end, self.zone))]


def seal_of(dates: Times) -> str:
    """A word that changes when any of the dates does."""
    told = ";".join(f"{start.isoformat()}/{end.isoformat()}" for start, end in dates)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
