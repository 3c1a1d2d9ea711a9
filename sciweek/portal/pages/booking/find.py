"""A lost link: the phone and the booking's code lead to the booking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.booking.queries import booking_by_phone
from sciweek.people.phones import Phone, read_own_phone
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.wish import read_code
from sciweek.portal.pages.booking.addresses import SeeOther, booking_address
from sciweek.portal.pages.booking.senders import comes_from_here, network_of

MOST_TRIES = 5
WINDOW = 15 * 60  # seconds


@dataclass(frozen=True, slots=True)
class FindPage:
    action: str
    phone: str = ""
    code: str = ""
    message: str = ""
    # What is missing, or cannot be read, by field.
    problems: Mapping[str, str] = field(default_factory=dict)


class TriedTooOften(Refused):
    """Somebody guesses, or is very unlucky."""

    status = 429

    def __init__(self) -> None:
        super().__init__(_("试得太多了，请过 15 分钟再试，或联系主办方。"), code="too_often")


@csrf_exempt  # a page that is kept whole has no token, and what it finds was not known to its sender's page
@portal_page(needs_week=False)
def bookings_find(visit: Visit) -> HttpResponse:
    request = visit.request
    action = reverse("portal:bookings_find")
    if request.method != "POST":
        return _show(visit, FindPage(action))
    phone, code = (clean(request.POST.get(name, ""))[:40] for name in ("phone", "code"))
    try:
        return SeeOther(_address(request, phone, code))
    except Refused as refusal:
        return _show(visit, FindPage(action, phone, code, str(refusal.message), refusal.fields), refusal)


def _address(request: HttpRequest, phone: str, code: str) -> str:
    """The booking's address. A wrong phone and a wrong code are answered alike, and only so many are tried."""
    if not comes_from_here(request):
        raise Refused(_("这次提交没有收下。请再按一次。"), code="strange")
    number, wanted = read_own_phone(phone), read_code("".join(code.split()))
    if number is None or wanted is None:
        raise Refused(fields=_unread(phone, code, number, wanted), code="invalid")
    network, most = network_of(request, MOST_TRIES)
    now = int(clock.now().timestamp()) // WINDOW
    limits = {f"booking:find:{network}:{now}": most, f"booking:find:{number.digest}:{now}": MOST_TRIES}
    if any(cache.get(key, 0) >= limit for key, limit in limits.items()):
        raise TriedTooOften
    found = booking_by_phone(number.digest, wanted)
    if found is None:
        for key in limits:
            # Not `incr`: it would keep the count for the cache's own hour.
            cache.set(key, cache.get(key, 0) + 1, WINDOW)
        raise Refused(
            _("没有找到。请核对手机号和预约码；预约码是 8 位字母和数字，在短信和凭证上。"), code="unknown"
        )
    return booking_address(found, "found")


def _unread(phone: str, code: str, number: Phone | None, wanted: str | None) -> dict[str, str]:
    """What to say of a line that is empty, or is no phone and no code: that says nothing of who has booked."""
    problems = {}
    if number is None:
        problems["phone"] = (
            _("没有认出这个手机号。请写预约时的 11 位手机号。") if phone else _("请写预约时的手机号。")
        )
    if wanted is None:
        problems["code"] = (
            _("没有认出这个预约码。它是 8 位字母和数字，请对着短信或凭证再写一次。")
            if code
            else _("请写预约码。")
        )
    return problems


def _show(visit: Visit, page: FindPage, refusal: Refused | None = None) -> HttpResponse:
    return visit.show(
        "portal/booking/find.html",
        page,
        title=_("找回预约"),
        is_private=refusal is not None,
        status=refusal.status if refusal else 200,
    )
