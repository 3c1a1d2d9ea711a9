from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base import clock
from sciweek.base.forms import ActionForm, LinesField, choose_from
from sciweek.base.ids import new_code
from sciweek.booking.logic.questions import MOST_QUESTIONS, Question, read_questions
from sciweek.booking.models import Terms
from sciweek.booking.states import Admission, AnswerKind, Choice, Passing
from sciweek.look.dates import local
from sciweek.programme.forms.session import day_field

MINUTE_UNITS = {"minutes": 1, "hours": 60, "days": 1440}
UNIT_CHOICES = [
    ("minutes", gettext_lazy("分钟")),
    ("hours", gettext_lazy("小时")),
    ("days", gettext_lazy("天")),
]
# Where the form shows what the action says of a rule.
RENAME = {
    "opens_at": "opens_day",
    "closes_before": "closes_number",
    "offer_minutes": "offer_number",
    "questions": "q0_label",
    "name": "shared_name",
    "capacity": "shared_capacity",
}
NEW = "new"
SPARE_ROWS = 2
PLAIN = (
    "admission", "is_on", "smallest", "largest", "small_need_seats", "choice", "has_waiting", "passing",
    "most_no_shows", "visitor_url", "note",
)  # fmt: skip


def in_units(minutes: int) -> tuple[int, str]:
    """1440 as (1, days): the largest unit that goes into it."""
    for unit in ("days", "hours"):
        if minutes and minutes % MINUTE_UNITS[unit] == 0:
            return minutes // MINUTE_UNITS[unit], unit
    return minutes, "minutes"


def _number(label: Any, **given: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, **given)


def _unit(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=UNIT_CHOICES, required=False)


def _options(label: Any, choices: type[Admission] | type[Choice] | type[Passing]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices.choices, widget=forms.RadioSelect, required=False)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """The fields of one question."""

    number: int
    key: forms.BoundField
    label: forms.BoundField
    kind: forms.BoundField
    options: forms.BoundField
    is_needed: forms.BoundField


class TermsForm(ActionForm):
    """How one books the sessions of a run. Days and hours are those of the week's zone."""

    admission = _options(gettext_lazy("怎么参加"), Admission)
    is_on = forms.BooleanField(
        label=gettext_lazy("开放预约"),
        required=False,
        help_text=gettext_lazy("不勾：市民自己约不了，您还可以替来电的人约"),
    )
    opens_day = day_field(gettext_lazy("哪天开始约"))
    opens_time = forms.TimeField(
        label=gettext_lazy("几点开始约"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": "1"}, format="%H:%M:%S"),
    )
    closes_number = _number(gettext_lazy("开始前多久截止"))
    closes_unit = _unit(gettext_lazy("截止的单位"))
    smallest = _number(gettext_lazy("一次最少几人"))
    largest = _number(gettext_lazy("一次最多几人"))
    small_need_seats = forms.BooleanField(
        label=gettext_lazy("6 岁以下也占席位"),
        required=False,
        help_text=gettext_lazy("不勾：坐在大人腿上的孩子不算席位，人数照样登记"),
    )
    choice = _options(gettext_lazy("团体报满了谁能来"), Choice)
    has_waiting = forms.BooleanField(label=gettext_lazy("约满后可以排候补"), required=False)
    passing = _options(gettext_lazy("有席位空出来，谁先补"), Passing)
    offer_number = _number(gettext_lazy("空出来的席位留多久等对方确认"))
    offer_unit = _unit(gettext_lazy("保留的单位"))
    most_no_shows = _number(
        gettext_lazy("约了不来几次，就不能再约这个活动"),
        help_text=gettext_lazy("只算门口有人登记的场次。不用这条规则就空着"),
    )
    visitor_url = forms.CharField(
        label=gettext_lazy("您单位自己的访客系统"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("要凭证件进门的，写网址。这里不收证件号"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "url", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("给预约的人看的提示"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("比如“从东门进，请提前 10 分钟到”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seats = _number(gettext_lazy("每场多少席"))
    shared = forms.ChoiceField(label=gettext_lazy("和别的场次共用的席位"), required=False)
    shared_name = forms.CharField(
        label=gettext_lazy("新的共用席位叫什么"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("比如“接驳大巴”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shared_capacity = _number(gettext_lazy("一共多少席"))

    def __init__(
        self, *args: Any, shared: Iterable[tuple[str, str]], asked: tuple[Question, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = list(shared)
        choose_from(self, "shared", [("", _("不共用")), *kept, (NEW, _("新设一份共用席位"))])
        rows = len(asked) + SPARE_ROWS
        while f"{self.add_prefix(f'q{rows}_label')}" in self.data and rows < MOST_QUESTIONS:
            rows += 1
        self.rows = min(rows, MOST_QUESTIONS)
        for number in range(self.rows):
            self._ask(number, asked[number] if number < len(asked) else None)

    def _ask(self, number: int, question: Question | None) -> None:
        """The fields of one question; an empty one asks nothing."""
        line = forms.TextInput(attrs={"autocomplete": "off"})
        self.fields |= {
            f"q{number}_key": forms.CharField(widget=forms.HiddenInput, required=False, max_length=16),
            f"q{number}_label": forms.CharField(
                label=_("问题 %(n)d") % {"n": number + 1}, required=False, max_length=400, widget=line
            ),
            f"q{number}_kind": forms.ChoiceField(
                label=_("怎么回答"), choices=AnswerKind.choices, required=False
            ),
            f"q{number}_options": LinesField(label=_("选项，一行一个"), required=False),
            f"q{number}_is_needed": forms.BooleanField(label=_("必须回答"), required=False),
        }
        if question is not None:
            for name in ("key", "label", "kind", "options", "is_needed"):
                self.initial.setdefault(f"q{number}_{name}", getattr(question, name))
        else:
            self.initial.setdefault(f"q{number}_key", new_code().lower())

    @property
    def question_rows(self) -> list[QuestionRow]:
        names = ("key", "label", "kind", "options", "is_needed")
        return [
            QuestionRow(number, *(self[f"q{number}_{name}"] for name in names)) for number in range(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, hour = data.get("opens_day"), data.get("opens_time")
        if "opens_day" not in self.errors and "opens_time" not in self.errors:
            if hour is not None and day is None:
                self.add_error("opens_day", _("请写哪天开始约；马上就能约，两格都空着。"))
            elif day is not None and not clock.is_plausible(day):
                self.add_error("opens_day", _("没有这样的年份。请写成 2027 这样的四位数。"))
        if data.get("shared") == NEW:
            for name, words in (
                ("shared_name", _("请写共用席位的名称。")),
                ("shared_capacity", _("请写一共多少席。")),
            ):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, words)
        for name in ("smallest", "largest"):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, _("请写人数。"))
        return data

    def values(self, zone: str) -> dict[str, Any]:
        """The rules as `set_terms` takes them."""
        data = self.cleaned_data
        values = {name: data.get(name) for name in PLAIN}
        opens_at = None
        if data.get("opens_day"):
            opens_at = clock.moment(data["opens_day"], data.get("opens_time") or clock.MIDNIGHT, zone)
        return values | {
            "choice": values["choice"] or Choice.FIRST,
            "passing": values["passing"] or Passing.FITTING,
            "opens_at": opens_at,
            "closes_before": _minutes(data, "closes"),
            "offer_minutes": _minutes(data, "offer"),
            "questions": [one.to_json() for one in self.questions()],
        }

    def questions(self) -> list[Question]:
        """The rows that ask something."""
        found = []
        for number in range(self.rows):
            data = {name: self.cleaned_data.get(f"q{number}_{name}") for name in QuestionRow.__slots__[1:]}
            label = str(data["label"] or "").strip()
            if not label:
                continue
            kind = data["kind"] or AnswerKind.TEXT
            options = tuple(data["options"] or ()) if kind == AnswerKind.CHOICE else ()
            key = str(data["key"] or "")
            if not (key.isascii() and key.isalnum()):
                key = new_code().lower()
            found.append(Question(key, label, kind, bool(data["is_needed"]), options))
        return found

    @staticmethod
    def initial_of(terms: Terms, zone: str) -> dict[str, Any]:
        closes_number, closes_unit = in_units(terms.closes_before)
        offer_number, offer_unit = in_units(terms.offer_minutes)
        opens = local(terms.opens_at, zone) if terms.opens_at else None
        return {name: getattr(terms, name) for name in PLAIN} | {
            "opens_day": opens.date() if opens else None,
            "opens_time": opens.time() if opens else None,
            "closes_number": closes_number,
            "closes_unit": closes_unit,
            "offer_number": offer_number,
            "offer_unit": offer_unit,
            "seen_version": terms.version if terms.pk else None,
        }


def _minutes(data: Mapping[str, Any], name: str) -> int:
    number = data.get(f"{name}_number") or 0
    return int(number) * MINUTE_UNITS[data.get(f"{name}_unit") or "minutes"]


def asked_of(terms: Terms) -> tuple[Question, ...]:
    return read_questions(terms.questions)
