"""Public pages kept whole in the memory of the process, ready to send.

A kept page is sent again only while it is true: the numbers of its region (`queries.stamp`) are asked of the
database at every hit, and the clock must stand before the moment at which the page would look different. So a
change shows at the very next request, in every process, without anybody telling anybody.

Only addresses that mean something are kept: unknown words are not part of the key, free text is not kept, and the
space is bounded in bytes. The least used page goes first.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar, cast

from django.http import HttpRequest, HttpResponse, QueryDict

from sciweek.base import clock
from sciweek.portal.logic.wish import read_wish, words_read_at
from sciweek.portal.queries import Stamp, stamp

MOST_BYTES = 32 * 1024 * 1024  # in each web process
# Browsers and proxies may repeat a page for this long. With it nothing is older than five seconds after a change.
SHARED_FOR = 2  # seconds
# How long a page is believed that says how full sessions are.
LOOKS = timedelta(seconds=3)
GZIP_LEVEL = 6
MOST_RECALLED = 256
_MARK = "_sciweek_kept"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Watch:
    """What a page says of seats. Bookings do not move the numbers of the region: `look` tells what the page would say
    now, and is asked again every `LOOKS` as long as that is what was `seen`."""

    look: Callable[[], Hashable]
    seen: Hashable
    looked_at: datetime

    def holds_at(self, moment: datetime) -> bool:
        return self.looked_at <= moment < self.looked_at + LOOKS


@dataclass(frozen=True, slots=True)
class KeptWhole:
    """What a page rests on: its region's numbers as they stood before it was read, the moments between which the clock
    does not change it, and how full the sessions were of which it speaks."""

    region_id: int | None
    stamp: Stamp
    since: datetime
    until: datetime | None = None
    watch: Watch | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    rests_on: KeptWhole
    body: bytes
    zipped: bytes
    tag: str
    language: str
    kind: str = "text/html; charset=utf-8"

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped) + 512


def keep(
    response: HttpResponse, rests_on: KeptWhole, *, until: datetime | None, watch: Watch | None = None
) -> HttpResponse:
    """Mark an answer as the same for everybody until the clock or a change makes it another.

    `until` None: it is the same for everybody, but not worth the space. `watch`: what it says of seats.
    """
    setattr(response, _MARK, replace(rests_on, until=until, watch=watch))
    return response


class Pages:
    """Kept pages by address, bounded in bytes; safe for the threads of one process."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[str, _Kept] = OrderedDict()
        self._recalled: OrderedDict[Hashable, tuple[KeptWhole, object]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: str) -> _Kept | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: _Kept) -> None:
        with self._lock:
            self._drop(key)
            if page.size > self.most_bytes:
                return
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._recalled.clear()
            self.bytes = 0

    def recall(self, name: Hashable, rests_on: KeptWhole, make: Callable[[], tuple[T, datetime | None]]) -> T:
        """A part that many pages share, reckoned once until a change or the clock makes it another.

        `make` answers the part and until when it is true (None: as long as nothing is changed).
        """
        key = (name, rests_on.region_id, rests_on.stamp)
        with self._lock:
            found = self._recalled.get(key)
        if found is not None and _holds_at(found[0], rests_on.since):
            return cast(T, found[1])
        part, until = make()
        with self._lock:
            self._recalled[key] = (replace(rests_on, until=until), part)
            self._recalled.move_to_end(key)
            while len(self._recalled) > MOST_RECALLED:
                self._recalled.popitem(last=False)
        return part

    def _drop(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= page.size


def _holds_at(rests_on: KeptWhole, moment: datetime) -> bool:
    return rests_on.since <= moment and (rests_on.until is None or moment < rests_on.until)


PAGES = Pages()


class WholePageCache:
    """Stands before the session: a kept page is answered without touching one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        key = address_key(request)
        if key is not None:
            page = PAGES.get(key)
            if page is not None and _is_true(page.rests_on):
                page = _looked_over(key, page)
            else:
                page = None
            if page is not None:
                return _answer(request, page)
        response = self.get_response(request)
        rests_on: KeptWhole | None = getattr(response, _MARK, None)
        if rests_on is None or response.status_code != 200 or response.cookies:
            return response
        page = _packed(response, rests_on)
        if key is not None and rests_on.until is not None:
            PAGES.put(key, page)
        return _answer(request, page)


def address_key(request: HttpRequest) -> str | None:
    """The one spelling of an address; None for one that is not kept (free text, or words that cannot be read)."""
    query = request.META.get("QUERY_STRING", "")
    names = words_read_at(request.path_info)
    if not query or not names:
        return request.path_info
    wish = read_wish(QueryDict(query), names)
    if wish.is_somebodys_own:
        return None
    return f"{request.path_info}?{wish.query}"


def _is_true(rests_on: KeptWhole) -> bool:
    if rests_on.until is None or not rests_on.since <= clock.now() < rests_on.until:
        return False
    return stamp(rests_on.region_id) == rests_on.stamp


def _looked_over(key: str, page: _Kept) -> _Kept | None:
    """The page, when the sessions of which it speaks are as full as it says; else None."""
    watch, now = page.rests_on.watch, clock.now()
    if watch is None or watch.holds_at(now):
        return page
    if watch.look() != watch.seen:
        return None
    page = replace(page, rests_on=replace(page.rests_on, watch=replace(watch, looked_at=now)))
    PAGES.put(key, page)
    return page


def _shared_for(rests_on: KeptWhole) -> int:
    """Whole seconds for which others may repeat the page: never past the moment at which the clock changes it."""
    if rests_on.until is None:
        return SHARED_FOR
    left = int((rests_on.until - clock.now()).total_seconds())
    return max(0, min(SHARED_FOR, left))


def _packed(response: HttpResponse, rests_on: KeptWhole) -> _Kept:
    body = response.content
    return _Kept(
        rests_on=rests_on,
        body=body,
        zipped=gzip.compress(body, GZIP_LEVEL, mtime=0),
        tag=f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
        language=response.headers.get("Content-Language", ""),
        kind=response.headers["Content-Type"],
    )


def _answer(request: HttpRequest, page: _Kept) -> HttpResponse:
    headers = {
        "ETag": page.tag,
        "Cache-Control": f"public, max-age={_shared_for(page.rests_on)}",
        "Vary": "Accept-Encoding",
        "Content-Language": page.language,
    }
    if page.tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return HttpResponse(status=304, headers=headers)
    body = page.body
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        body = page.zipped
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    headers["Content-Type"] = page.kind
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)
