"""What every form of the desk shares: forms only parse; meaning is judged in actions, whose refusals land here."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from sciweek.base.errors import Conflict, Forbidden, Refused


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the body of a POST, an empty one too; None for every other request."""
    return request.POST if request.method == "POST" else None


class ActionForm(forms.Form):
    """A form that leads to one action: pressed twice it acts once, and it knows which version the user saw."""

    request_uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("request_uid", uuid4())
        self.use_required_attribute = False

    @property
    def once_key(self) -> UUID:
        """The form's own key; a form sent without one is taken as new."""
        return self.cleaned_data.get("request_uid") or uuid4()

    def plain(self, *leave_out: str) -> dict[str, Any]:
        """The parsed values, without what belongs to the form itself."""
        hidden = {"request_uid", "seen_version", *leave_out}
        return {name: value for name, value in self.cleaned_data.items() if name not in hidden}

    def offer(self, name: str, choices: QuerySet[Any], *, must_choose: bool = False) -> None:
        """Give a field its choices, which can only be asked for inside the scope."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = choices
            if must_choose:
                field.empty_label = None

    def saw(self, version: int) -> None:
        """After a conflict both values are on the page: the next press knowingly overwrites."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data[self.add_prefix("seen_version")] = str(version)
        self.data = data

    def show(self, refusal: Refused, rename: Mapping[str, str] | None = None) -> None:
        """Put an action's refusal beside the fields it speaks of; what was typed stays.

        What the actor may not do at all is no matter of the form: that is raised again.
        """
        if isinstance(refusal, Forbidden):
            raise refusal
        names = rename or {}
        for field, text in refusal.fields.items():
            place = names.get(field, field)
            self.add_error(place if place in self.fields else None, str(text))
        if refusal.message:
            self.add_error(None, str(refusal.message))
        if isinstance(refusal, Conflict):
            if refusal.version is not None:
                self.saw(refusal.version)
            for field, theirs in refusal.theirs.items():
                place = names.get(field, field)
                if place in self.fields and theirs != refusal.mine.get(field):
                    self.add_error(place, _("对方写的是：%(theirs)s") % {"theirs": theirs})


def choose_from(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Give a choice field its choices: pairs of value and label, or of group and such pairs."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class LinesField(forms.Field):
    """Several names, one on a line or set apart by 、 ， or ；."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        text = str(value or "")
        for sign in "、，,；;":
            text = text.replace(sign, "\n")
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows. A number that no database holds is no choice, where Django would let the query break over it."""

    LONGEST = 18  # digits

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if len(str(each)) > self.LONGEST:
                text = self.error_messages["invalid_choice"]
                raise forms.ValidationError(text, code="invalid_choice", params={"value": str(each)[:40]})
        return super().clean(value)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one field."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        rows = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(row, initial) for row in rows]
