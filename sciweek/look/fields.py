"""What a field shows: its parts, their ids, and how they point at each other."""

from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    IntegerField,
    NumberInput,
    RadioSelect,
)


def field_context(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    optional: bool | None = None,
    returned: str = "",
    suffix: str = "",
    options: str = "",
    counter: int | None = None,
    width: str = "",
    repair: str = "",
    repair_value: str = "",
    repair_label: str = "",
    autofocus: bool = False,
    live: bool = False,
) -> dict[str, Any]:
    """The parts of a field.

    label, hint: override the form field's own. optional: "可不填" beside the label (None: from `required`; only a
    form that says so for few fields should). returned: the note of the office, amber, above the control.
    suffix: a unit inside the control (人). options: for choices ``list``, ``segments`` (one of a few) or ``chips``
    (any of a few). counter: most signs allowed; shows how many are written. width: ``short`` for numbers and hours.
    repair, repair_value, repair_label: the one-tap repair of an error: a submit button ``repair=value`` named by
    its label; the page applies it and shows the form again. live: leaves an empty place ``…-live`` for what a form
    that saves itself has to say of the field.
    """
    widget = bound.field.widget
    base = bound.auto_id or bound.html_name
    hint = hint or str(bound.help_text or "")
    described = [
        part
        for part, there in (
            (f"{base}-hint", hint),
            (f"{base}-returned", returned),
            (f"{base}-error", bound.errors),
            (f"{base}-live", live),
        )
        if there
    ]
    attrs: dict[str, Any] = {}
    if isinstance(widget, NumberInput):
        # A number control drops what it cannot read ("约三百"); a text control with a number keypad keeps it.
        widget.input_type = "text"
        attrs["inputmode"] = "numeric" if type(bound.field) is IntegerField else "decimal"
        for bound_only_for_numbers in ("min", "max", "step"):
            widget.attrs.pop(bound_only_for_numbers, None)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if counter:
        attrs |= {"maxlength": counter, "data-counts": f"{base}-counter"}
    if autofocus:
        attrs["autofocus"] = True
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "bound": bound,
        "base": base,
        "label": label or bound.label,
        "hint": hint,
        "optional": (not bound.field.required) if optional is None else optional,
        "returned": returned,
        "suffix": suffix,
        "options": options or "list",
        "counter": counter,
        "written": len(str(bound.value() or "")) if counter else 0,
        "width": width,
        "live": live,
        "repair": repair,
        "repair_value": repair_value,
        "repair_label": repair_label,
        "described": " ".join(described),
        "is_group": is_group,
        "is_tick": isinstance(widget, CheckboxInput),
        "control": "" if is_group else bound.as_widget(attrs=attrs),
        "errors": bound.errors,
    }
