from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base.forms import ActionForm
from sciweek.booking.logic.parties import Party
from sciweek.booking.logic.questions import Question
from sciweek.booking.models import Booking
from sciweek.booking.states import AnswerKind

FAMILY = ("adults", "teens", "children", "small")
GROUP = ("pupils", "adults")
# Where the form shows what the action says of the party as a whole.
RENAME_GROUP, RENAME_FAMILY = {"party": "pupils"}, {"party": "adults"}


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False)


class PartyForm(ActionForm):
    """How many come: of a family by age band, of a school pupils and grown-ups."""

    pupils = _count(gettext_lazy("学生"))
    adults = _count(gettext_lazy("大人"))
    teens = _count(gettext_lazy("14–17 岁"))
    children = _count(gettext_lazy("6–13 岁"))
    small = _count(gettext_lazy("6 岁以下"))
    consents = forms.BooleanField(
        label=gettext_lazy("监护人已同意登记孩子的信息"),
        required=False,
    )
    photo = forms.ChoiceField(
        label=gettext_lazy("照片"),
        choices=[
            ("", gettext_lazy("没有问")),
            ("yes", gettext_lazy("同意")),
            ("no", gettext_lazy("不同意")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, is_group: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_group = is_group
        for name in {*FAMILY, *GROUP} - set(self.bands):
            del self.fields[name]
        if is_group:
            self.fields["adults"].label = gettext_lazy("带队老师和家长")
            self.fields["consents"].label = gettext_lazy("学校已取得学生监护人同意")

    @property
    def bands(self) -> tuple[str, ...]:
        return GROUP if self.is_group else FAMILY

    @property
    def band_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.bands]

    @property
    def rename(self) -> Mapping[str, str]:
        return RENAME_GROUP if self.is_group else RENAME_FAMILY

    def party(self) -> Party:
        return Party(**{name: self.cleaned_data.get(name) or 0 for name in self.bands})

    def photo_said(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("photo") or "")

    @staticmethod
    def initial_of(row: Booking) -> dict[str, Any]:
        said = {True: "yes", False: "no", None: ""}[row.photo_consent]
        numbers = {name: getattr(row, name) or None for name in {*FAMILY, *GROUP}}
        return numbers | {"photo": said, "seen_version": row.version}


class BookForm(PartyForm):
    """A booking for somebody who calls."""

    school = forms.CharField(label=gettext_lazy("学校"), required=False, max_length=200)
    grade = forms.CharField(
        label=gettext_lazy("年级和班级"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("比如“四年级 2 班”"),
    )
    name = forms.CharField(label=gettext_lazy("联系人姓名"), required=False, max_length=400)
    phone = forms.CharField(label=gettext_lazy("手机号"), required=False, max_length=40)
    or_wait = forms.BooleanField(label=gettext_lazy("席位不够就排候补"), required=False)
    field_order = (
        "school", "grade", "name", "phone", "pupils", "adults", "teens", "children", "small", "or_wait",
        "consents", "photo",
    )  # fmt: skip

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        if not self.is_group:
            del self.fields["school"], self.fields["grade"]
        for name in ("school", "grade", "name", "phone"):
            if name in self.fields:
                self.fields[name].widget.attrs |= {"autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel"}
        for one in questions:
            self.fields[f"answer_{one.key}"] = _answer_field(one)

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[f"answer_{one.key}"] for one in self.questions]

    def values(self) -> dict[str, Any]:
        """The keyword values of `book`."""
        data = self.cleaned_data
        plain = {name: data.get(name) or "" for name in ("name", "phone", "school", "grade")}
        return plain | {
            "party": self.party(),
            "answers": {one.key: data.get(f"answer_{one.key}") or "" for one in self.questions},
            "consents": bool(data.get("consents")),
            "photo": self.photo_said(),
            "or_wait": bool(data.get("or_wait")),
        }


def _answer_field(one: Question) -> forms.Field:
    empty = ("", _("没有问"))
    if one.kind == AnswerKind.TEXT:
        return forms.CharField(label=one.label, required=False, max_length=1000)
    if one.kind == AnswerKind.YES_NO:
        choices = [empty, ("yes", _("是")), ("no", _("否"))]
    else:
        choices = [empty, *((option, option) for option in one.options)]
    return forms.ChoiceField(label=one.label, choices=choices, required=False)
