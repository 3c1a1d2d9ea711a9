"""Pages of the desk, each inside one edition or, in a region that has none yet, at its bare address."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from sciweek.venues.pages import listing, sheets, venue

app_name = "venues"


def _both(route: str, page: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    return [path(route, page, name=name), path(f"w/<slug:week_slug>/{route}", page, name=name)]


urlpatterns: list[URLPattern] = [
    *_both("venues/", listing.venue_list, "list"),
    *_both("venues/new/", venue.venue_new, "new"),
    *_both("venues/import/", sheets.IMPORT.start, "import"),
    *_both("venues/import/template/", sheets.IMPORT.template, "import_template"),
    *_both("venues/import/<slug:code>/", sheets.IMPORT.sheet, "import_sheet"),
    *_both("venues/export/", sheets.export, "export"),
    *_both("venues/<slug:code>/", venue.venue, "venue"),
]
