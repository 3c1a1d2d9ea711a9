"""The whole map of addresses. English pages stand under `/en/`, so that every address has one language and can be
cached whole."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from sciweek.config.api import api, nothing_here
from sciweek.config.api_reference import api_reference


def ping(request: HttpRequest) -> HttpResponse:
    """Alive: the health check, and the trivial view that `make bench` measures others against."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("-/ping", ping, name="ping"),
    # Programs ask for a language by header: the API stands outside the addresses of pages.
    path("api/v1/", api.urls),
    re_path(r"^api(?:/(?P<rest>.*))?$", nothing_here),
    *i18n_patterns(
        # First, as most who come ask for these.
        path("", include("sciweek.portal.urls")),
        path("sign-in/", include("sciweek.people.urls")),
        path("desk/", include("sciweek.committee.urls")),
        path("desk/", include("sciweek.post.urls")),
        path("desk/", include("sciweek.venues.urls")),
        path("desk/", include("sciweek.activities.urls")),
        path("desk/", include("sciweek.programme.urls")),
        path("desk/", include("sciweek.duties.urls")),
        path("desk/", include("sciweek.promotion.urls")),
        path("desk/", include("sciweek.booking.urls")),
        path("desk/", include("sciweek.outreach.urls")),
        path("desk/", include("sciweek.ceremonies.urls")),
        path("", include("sciweek.door.urls")),
        path("desk/", include("sciweek.notice.urls")),
        path("desk/", include("sciweek.dispatch.urls")),
        path("desk/", include("sciweek.desk.urls")),
        path("desk/api/", api_reference, name="api_reference"),
        path("", include("sciweek.committee.urls.doors")),
        path("", include("sciweek.outreach.urls.trips")),
        path("", include("sciweek.files.urls")),
        path("look/", include("sciweek.look.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "sciweek.base.answers.bad_request"
handler403 = "sciweek.base.answers.forbidden"
handler404 = "sciweek.base.answers.not_found"
handler500 = "sciweek.base.answers.server_error"
