"""What stands in the head of a desk page. Rooms may not name higher rooms, so the roof names them all."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciweek.base import access
from sciweek.look.parts import Masthead, NavItem
from sciweek.promotion.rules import visible_services

# Pages without an item of their own in the head, and the items whose pages lead to them: the first that stands there.
LEADING_UP = {
    "venues": ("programme/", "units/"),
    "door": ("booking/",),
    "promotion": ("activities/",),
    "deliverables": ("activities/",),
    "slips": ("ceremonies/",),
    "series": ("activities/",),
    "hand-ins": ("duties/",),
    "participants": ("units/",),
    "committee": ("units/",),
    "people": ("units/",),
    "invitations": ("units/",),
    "links": ("units/",),
    "copy": ("notices/",),
    "settings": ("weeks/",),
}


def desk(request: HttpRequest) -> dict[str, Any]:
    """What pages behind the desk's door have in their head, and where pages of a lower room lead up; else nothing."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    return {
        "masthead": SimpleLazyObject(lambda: _masthead(request)),
        "user_name": actor.name,
        "user_ways": SimpleLazyObject(lambda: _ways(request)),
        "portal_url": _portal_url(request),
        "log_url": SimpleLazyObject(lambda: _log_url(request)),
        "sessions_url": _sessions_url(request),
        "bookings_url": SimpleLazyObject(lambda: _bookings_url(request)),
        "venues_url": SimpleLazyObject(lambda: _venues_url(request)),
        "door_url": SimpleLazyObject(lambda: _door_url(request)),
        "places_url": SimpleLazyObject(lambda: _places_url(request)),
        "promotion_url": SimpleLazyObject(lambda: _promotion_url(request)),
    }


def _masthead(request: Any) -> Masthead:
    week, region, actor = request.week, request.region, request.actor
    items: list[tuple[str, str, str]] = []
    if week is not None:
        slug = {"week_slug": week.slug}
        rows: list[tuple[str, str, str, str]] = [
            ("", _("等我办"), reverse("desk:home", kwargs=slug), "list"),
            (
                "activities.see_activities",
                _("活动"),
                reverse("activities:list", kwargs=slug),
                "calendar",
            ),
            ("programme.see_programme", _("排期"), reverse("programme:board", kwargs=slug), "week"),
            ("booking.see_bookings", _("预约"), reverse("booking:board", kwargs=slug), "ticket"),
            ("outreach.see_outings", _("外出科普"), reverse("outreach:board", kwargs=slug), "map"),
            (
                "ceremonies.see_ceremony",
                pgettext("several", "仪式"),
                reverse("ceremonies:list", kwargs=slug),
                "kind-ceremony",
            ),
            ("duties.see_duties", _("期限"), reverse("duties:board", kwargs=slug), "clock"),
            ("post.see_post", _("消息"), reverse("post:outbox", kwargs=slug), "mail"),
            ("dispatch.see_papers", _("发文"), reverse("dispatch:list", kwargs=slug), "file"),
        ]
        items += [
            (label, url, icon) for rule, label, url, icon in rows if not rule or access.may(actor, rule, week)
        ]
    if access.may(actor, "committee.see_list", region):
        kwargs = {"week_slug": week.slug} if week else {}
        items.append((pgettext("several", "单位"), reverse("committee:units", kwargs=kwargs), "people"))
    if access.may(actor, "notice.run_notices", region):
        items.append((_("通知"), reverse("notice:list"), "notice"))
    if access.may(actor, "week.see", region) and actor.via != "link":
        items.append((_("各届"), reverse("desk:weeks"), "copy"))
    base = reverse("desk:home", kwargs={"week_slug": week.slug}) if week else reverse("desk:start")
    home = items[0][1] if week else ""
    # The first page of the week lies above all others; it is current only when it is itself shown.
    shown = [url for _label, url, _icon in items if url != home and _lies_below(request.path, url, week)]
    here = (
        home if request.path == home else max(shown, key=len, default=_leading_up(items, request.path, base))
    )
    return Masthead(
        name=_("工作台"),
        line=week.title if week else region.name,
        home=base,
        nav=tuple(NavItem(label, url, icon, url == here) for label, url, icon in items),
        search_url=reverse("desk:search", kwargs={"week_slug": week.slug}) if week else "",
        search_hint=_("搜索活动、单位、期限"),
    )


def _lies_below(path: str, url: str, week: Any) -> bool:
    """Pages of the region also stand without the week in their address."""
    return path.startswith((url, url.replace(f"w/{week.slug}/", "")) if week else url)


def _leading_up(items: list[tuple[str, str, str]], path: str, base: str) -> str:
    """The item whose page leads to a page that lies below none; empty when no page in the head does."""
    start = reverse("desk:start")
    room = path.removeprefix(base).removeprefix(start).partition("/")[0]
    urls = {url for _label, url, _icon in items}
    ways = (above + way for way in LEADING_UP.get(room, ()) for above in (base, start))
    return next((url for url in ways if url in urls), "")


def _portal_url(request: Any) -> str:
    """Where the public sees this edition; empty while it does not."""
    if request.week is None or request.week.state == "draft":
        return ""
    return reverse("portal:home", kwargs={"week_slug": request.week.slug})


def _sessions_url(request: Any) -> str:
    """Where the sessions of activities stand; the page of an activity, a lower room, adds its code and a slash."""
    if request.week is None:
        return ""
    return reverse("programme:from_activities", kwargs={"week_slug": request.week.slug})


def _bookings_url(request: Any) -> str:
    """The list of booking, for whoever may see it; pages of lower rooms add `sessions/` or `activities/` and a code."""
    if request.week is None or not access.may(request.actor, "booking.see_bookings", request.week):
        return ""
    return reverse("booking:board", kwargs={"week_slug": request.week.slug})


def _log_url(request: Any) -> str:
    """The log, for whoever may read it; a page of a lower room adds `?of=room.model:id` for one thing's whole story."""
    if request.week is None or not access.may(request.actor, "desk.read_log", request.week):
        return ""
    return reverse("desk:log", kwargs={"week_slug": request.week.slug})


def _venues_url(request: Any) -> str:
    """The venues, for whoever may see them: the page of units leads there."""
    if not access.may(request.actor, "venues.see_venues", request.week or request.region):
        return ""
    return reverse("venues:list", kwargs={"week_slug": request.week.slug} if request.week else {})


def _places_url(request: Any) -> str:
    """Where places that activities name become venues: the page of venues leads there."""
    if request.week is None or not access.may(request.actor, "venues.run_venues", request.week):
        return ""
    return reverse("activities:places", kwargs={"week_slug": request.week.slug})


def _promotion_url(request: Any) -> str:
    """The bought promotion services: the list of activities leads there. A unit that bought none has no use for it."""
    if request.week is None or not access.may(request.actor, "promotion.see_services", request.week):
        return ""
    if not request.actor.roles and not visible_services(request.actor).exists():
        return ""
    return reverse("promotion:list", kwargs={"week_slug": request.week.slug})


def _door_url(request: Any) -> str:
    """The doors; the page of a session, a lower room, adds its code and a slash."""
    if request.week is None or not access.may(request.actor, "door.see_door", request.week):
        return ""
    return reverse("door:board", kwargs={"week_slug": request.week.slug})


def _ways(request: Any) -> list[tuple[str, str]]:
    """Lines of the user's menu: (words, address)."""
    ways: list[tuple[str, str]] = []
    if request.week is not None:  # on a phone the head has no room for the field
        ways.append((_("搜索"), reverse("desk:search", kwargs={"week_slug": request.week.slug})))
    if address := _portal_url(request):
        ways.append((_("看门户"), address))
    if address := _log_url(request):
        ways.append((_("日志"), address))
    if request.actor.via == "account":
        slug = {"week_slug": request.week.slug} if request.week is not None else {}
        ways += [
            (_("接口令牌"), reverse("committee:tokens", kwargs=slug)),
            (_("接口说明"), reverse("api_reference")),
            (_("改密码"), reverse("account_change_password")),
            (_("第二重验证"), reverse("mfa_index")),
            (_("退出"), reverse("account_logout")),
        ]
    return ways
