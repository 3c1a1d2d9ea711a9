from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.activities.states import Kind
from sciweek.base.forms import ActionForm, LinesField, choose_from
from sciweek.look.dates import weekday_words
from sciweek.notice.logic.values import FIELDS, GROUPS, Part, Value, as_boxes


def box(part: Part) -> forms.Field:
    """The control for one part of a value. All are optional here: the action judges."""
    given: dict[str, Any] = {"label": part.label, "required": False}
    match part.type:
        case "date":
            # Text, not a date field: what was typed wrongly must still stand there.
            widget = forms.DateInput(attrs={"type": "date", "data-weekday": ""}, format="%Y-%m-%d")
            return forms.CharField(widget=widget, max_length=40, **given)
        case "time":
            return forms.CharField(widget=forms.TimeInput(attrs={"type": "time"}), max_length=40, **given)
        case "text":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=40_000, **given)
        case "names":
            return LinesField(help_text=_("一行一个"), **given)
        case "kind":
            return forms.ChoiceField(choices=[("", _("未分类")), *Kind.choices], **given)
    return forms.CharField(max_length=2000, **given)


def _weekday(text: Any) -> str:
    """The weekday beside a date: what a notice most often has wrong."""
    try:
        return weekday_words(date.fromisoformat(str(text or "")))
    except ValueError:
        return ""


class FindingForm(ActionForm):
    """Correcting one finding: a box for each part of its value."""

    def __init__(self, *args: Any, field: str, value: Value | None = None, **kwargs: Any) -> None:
        initial = as_boxes(field, value) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.kind = FIELDS[field]
        for part in self.kind.parts:
            self.fields[part.name] = box(part)
            if part.type == "date":
                self.fields[part.name].help_text = _weekday(initial.get(part.name))

    def boxes(self) -> dict[str, Any]:
        return {part.name: self.cleaned_data.get(part.name) for part in self.kind.parts}

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[part.name] for part in self.kind.parts]


class AddForm(FindingForm):
    """Adding what the reader missed; `evidence` is the range of the text that was selected."""

    field = forms.ChoiceField(label=_("补写哪一项"), required=False)
    evidence_start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    evidence_end = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, field: str, **kwargs: Any) -> None:
        super().__init__(*args, field=field, **kwargs)
        choose_from(
            self,
            "field",
            (
                (label, [(name, kind.label) for name, kind in FIELDS.items() if kind.group == key])
                for key, label in GROUPS.items()
            ),
        )
        self.initial["field"] = field

    def evidence(self) -> list[list[int]]:
        start, end = self.cleaned_data.get("evidence_start"), self.cleaned_data.get("evidence_end")
        return [[start, end]] if start is not None and end is not None and start < end else []
