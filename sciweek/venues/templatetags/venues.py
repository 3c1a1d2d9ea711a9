from typing import Any

from django import template
from django.template.context import Context

from sciweek.venues.addresses import venue_address

register = template.Library()


@register.simple_tag(takes_context=True)
def venue_url(context: Context, name: str, **kwargs: Any) -> str:
    """`{% venue_url "venue" code=venue.code %}`: an address of this room that keeps the week."""
    return venue_address(context["request"], name, **kwargs)
