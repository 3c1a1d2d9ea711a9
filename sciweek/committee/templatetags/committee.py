from typing import Any

from django import template
from django.template.context import Context

from sciweek.committee.addresses import desk_address

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_url(context: Context, name: str, **kwargs: Any) -> str:
    """The address of a page of this room in the region and week that the page stands in."""
    return desk_address(context["request"], name, **kwargs)
