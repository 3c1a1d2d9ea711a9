from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from sciweek.portal import pages

app_name = "portal"


def _both(route: str, page: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A page at its bare address (the current edition of the default region) and at that of one edition."""
    return [
        path(route, page, name=name),
        path(f"w/<slug:week_slug>/{route}", page, name=name),
    ]


urlpatterns: list[URLPattern] = [
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("weeks/", pages.weeks, name="weeks"),
    *_both("", pages.home, "home"),
    *_both("activities/", pages.activities, "activities"),
    *_both("activities/<str:code>/", pages.activity, "activity"),
    *_both("notice/", pages.notice, "notice"),
]
