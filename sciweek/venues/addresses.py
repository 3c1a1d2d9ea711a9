"""Addresses of this room's desk pages: they keep the week that the user is in, where there is one."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse


def venue_address(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """`venues:<name>`, inside the request's week."""
    week = getattr(request, "week", None)
    if week is not None:
        kwargs["week_slug"] = week.slug
    return reverse(f"venues:{name}", kwargs=kwargs)
