"""Who sends a form: from which page, and from which network."""

from functools import lru_cache
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from sciweek.base.rest.limits import WINDOWS

# A school or a library comes from a single address.
WIDER = 10
# One household has so much of the newer kind of address.
HOUSEHOLD = 64


def comes_from_here(request: HttpRequest, *, takes_null: bool = False) -> bool:
    """Whether a page of this site sent the form, as far as its browser says.

    Pages of booking carry no token (they are the same for everybody), so this stands in its place. A page without a
    referrer sends the origin `null` from older browsers: `takes_null`, where the address itself is the secret.
    """
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return True
    if origin == "null":
        return takes_null
    return origin in settings.CSRF_TRUSTED_ORIGINS or origin.partition("://")[2] == request.get_host()


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a form against its network; above 0: it has sent too many, for so long."""
    rate = settings.SCIWEEK_BOOKING_RATE_NETWORK
    if not rate:
        return 0
    network, most = network_of(request, rate)
    standing = WINDOWS.count(f"book:{network}", most)
    return 0 if standing.allowed else standing.reset


def network_of(request: HttpRequest, most: int) -> tuple[str, int]:
    """The network that the request comes from, and how many of something it may do when one household may do `most`."""
    network, is_wide = _network(address_of(request), tuple(settings.SCIWEEK_BOOKING_WIDE_NETWORKS))
    return network, most * WIDER if is_wide else most


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; all that come through a socket without an address count as one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"


@lru_cache(maxsize=4096)
def _network(address: str, wide: tuple[str, ...]) -> tuple[str, bool]:
    try:
        found = ip_address(address)
    except ValueError:
        return address, False
    is_wide = any(found in ip_network(each, strict=False) for each in wide)
    if found.version == 6:
        return str(ip_network((found, HOUSEHOLD), strict=False)), is_wide
    return address, is_wide
