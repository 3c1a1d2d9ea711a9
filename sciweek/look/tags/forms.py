"""Fields of forms."""

from typing import Any

from django import template

from sciweek.look.fields import field_context

register = template.Library()


@register.inclusion_tag("look/field.html")
def field(bound: Any, **given: Any) -> dict[str, Any]:
    """Label, hint, control, message of a Django bound field. See `fields.field_context` for what can be given."""
    return field_context(bound, **given)
