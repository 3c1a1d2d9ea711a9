"""How an export is answered: found like a page, sent in small steps, tagged so that who has it need not fetch it again.

Ten thousand sessions need no more memory than a few hundred. The tag is made of the numbers that move with every public
change (`queries.stamp`), so that it is known before a row is read.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from importlib.metadata import version
from itertools import islice
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language, override

from sciweek.base import scope
from sciweek.portal.cache import SHARED_FOR
from sciweek.portal.entrance import Visit, portal_page

STEP = 64  # pieces that are sent at once
ZIP_LEVEL = 6
_GZIP = 31  # what zlib calls a window of 32 kB with the head and foot of gzip

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Asked:
    """A visit by a machine, which needs whole addresses: `site` is scheme and host, as the installation knows them,
    else as it was asked."""

    visit: Visit
    site: str

    @property
    def here(self) -> str:
        return self.site + self.visit.request.get_full_path()

    def address(self, name: str, **words: Any) -> str:
        """The lasting absolute address of a page of the edition."""
        return self.site + reverse(f"portal:{name}", kwargs=words | {"week_slug": self.visit.week.slug})


Export = Callable[Concatenate[Asked, P], HttpResponseBase]


def export_page(view: Export[P]) -> Callable[..., HttpResponseBase]:
    """Wrap an answer for machines. Without an edition there is none: 404, and no calm page."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **words: Any) -> HttpResponseBase:
        site = settings.SCIWEEK_SITE_URL or request.build_absolute_uri("/").rstrip("/")

        def inside(visit: Visit, *args: Any, **words: Any) -> HttpResponse:
            # The door hands on what it is given, whole or in steps.
            return cast(HttpResponse, view(Asked(visit, site), *args, **words))

        return portal_page(needs_week=False)(inside)(request, *args, **words)

    return page


def answer(
    asked: Asked,
    kind: str,
    made: Callable[[], Iterator[bytes]],
    *,
    headers: dict[str, str] | None = None,
) -> HttpResponseBase:
    """The pieces as an answer that may be kept by whoever asks, until the numbers of the region move.

    `Last-Modified` is told but never believed: it has whole seconds, and a withdrawn activity makes no release.
    """
    visit = asked.visit
    request = visit.request
    # “What is not over” moves with the clock; a bare address means another edition one day.
    hour = visit.now.replace(minute=0, second=0, microsecond=0) if visit.wish.ahead else None
    facts = (visit.week.pk, visit.kept.stamp, hour, asked.here, version("sciweek"))
    tag = f'W/"{hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()}"'
    told = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={SHARED_FOR}",
        "Vary": "Accept-Encoding",
        # Programs in the pages of other sites may read what is public anyway.
        "Access-Control-Allow-Origin": "*",
    }
    release = visit.release
    if release is not None:
        told["Last-Modified"] = http_date(release.released_at.timestamp())
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return HttpResponse(status=304, headers=told)
    told |= headers or {}
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=told)
    steps = _in_steps(made(), get_language(), scope.current())
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        told["Content-Encoding"] = "gzip"
        steps = _zipped(steps)
    return StreamingHttpResponse(steps, content_type=kind, headers=told)


def _in_steps(pieces: Iterator[bytes], language: str | None, here: scope.Scope) -> Iterator[bytes]:
    """Some pieces at a time, each step in the language and the scope of the request, which is over by then."""
    while True:
        with override(language), scope.entered(here.region_id, here.week_id):
            step = b"".join(islice(pieces, STEP))
        if not step:
            return
        yield step


def _zipped(steps: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(ZIP_LEVEL, zlib.DEFLATED, _GZIP)
    for step in steps:
        packed = packer.compress(step)
        if packed:
            yield packed
    yield packer.flush()
