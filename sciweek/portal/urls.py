from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path

from sciweek.portal import pages
from sciweek.portal.pages import booking, exports

app_name = "portal"


def _both(route: str, page: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A page at its bare address (the current edition of the default region) and at that of one edition."""
    return [
        path(route, page, name=name),
        path(f"w/<slug:week_slug>/{route}", page, name=name),
    ]


urlpatterns: list[URLPattern] = [
    # First: in a rush thousands of forms come at once, and addresses are tried in this order.
    *_both("sessions/<str:code>/book/", booking.session_book, "session_book"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("weeks/", pages.weeks, name="weeks"),
    *_both("", pages.home, "home"),
    *_both("activities/", pages.activities, "activities"),
    *_both("activities/<str:code>/", pages.activity, "activity"),
    *_both("notice/", pages.notice, "notice"),
    *_both("programme/", pages.programme, "programme"),
    *_both("programme/map/", pages.programme_map, "programme_map"),
    *_both("programme/print/", pages.programme_print, "programme_print"),
    *_both("programme/mine/", pages.programme_mine, "programme_mine"),
    *_both("sessions/<str:code>/", pages.session, "session"),
    *_both("sessions/<str:code>/book/code/", booking.session_code, "session_code"),
    *_both("sessions/<str:code>/opening/", booking.session_opening, "session_opening"),
    path("bookings/find/", booking.bookings_find, name="bookings_find"),
    path("b/<str:code>/<str:key>/", booking.booking, name="booking"),
    path("b/<str:code>/<str:key>/code/", booking.booking_code, name="booking_code"),
    path("b/<str:code>/<str:key>/booking.ics", booking.booking_ics, name="booking_ics"),
    path("b/<str:code>/<str:key>/ticket/", booking.booking_ticket, name="booking_ticket"),
    path("b/<str:code>/<str:key>/ticket.pdf", booking.ticket_pdf, name="ticket_pdf"),
    path("b/<str:code>/<str:key>/ticket.png", booking.ticket_png, name="ticket_png"),
    # In a QR code an address all in capitals takes less room.
    re_path("^[tT]/(?P<token>[^/]+)/?$", booking.scanned, name="scanned"),
    path("s/<str:code>/", pages.session_short, name="session_short"),
    *_both("programme.ics", exports.programme_ics, "programme_ics"),
    *_both("programme/schedule.xml", exports.programme_xml, "schedule_xml"),
    *_both("programme/schedule.json", exports.programme_json, "schedule_json"),
    *_both("programme/feed.atom", exports.programme_feed, "programme_feed"),
    *_both("programme/embed/", exports.programme_embed, "programme_embed"),
    *_both("sessions/<str:code>/session.ics", exports.session_ics, "session_ics"),
]
