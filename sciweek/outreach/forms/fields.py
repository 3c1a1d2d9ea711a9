from typing import Any

from django import forms


def line(**attrs: str) -> forms.TextInput:
    """A line of text; its Enter key leads to the next field."""
    return forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"} | attrs)


def text_field(label: Any, most: int, hint: Any = "", **attrs: str) -> forms.CharField:
    """One line; the action says what is too long."""
    return forms.CharField(
        label=label, required=False, max_length=most * 3, widget=line(**attrs), help_text=hint
    )


def number_field(label: Any, hint: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"autocomplete": "off", "enterkeyhint": "next"})
    return forms.IntegerField(
        label=label, required=False, min_value=-(10**9), max_value=10**9, widget=widget, help_text=hint
    )


def day_field(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=hint)


def hour_field(label: Any, hint: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, help_text=hint)


def ticks_field(label: Any, choices: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
    )
