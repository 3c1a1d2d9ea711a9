"""Addresses of this room's desk pages: they keep the week that the user is in, where there is one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def desk_address(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """`committee:<name>`, inside the request's week."""
    week = getattr(request, "week", None)
    if week is not None:
        kwargs["week_slug"] = week.slug
    return reverse(f"committee:{name}", kwargs=kwargs)


def site_address(name: str, **kwargs: Any) -> str:
    """A full address for what is written without a request: by the public name, else by this machine's own.

    A command that runs beside the server knows neither; then it is the path alone.
    """
    return f"{settings.SCIWEEK_SITE_URL or settings.SCIWEEK_OWN_URL}{reverse(name, kwargs=kwargs)}"


def public_address(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """A full address that can leave the house: by the public name when one is set, else by the request's."""
    path = reverse(name, kwargs=kwargs)
    return (
        f"{settings.SCIWEEK_SITE_URL}{path}"
        if settings.SCIWEEK_SITE_URL
        else request.build_absolute_uri(path)
    )
