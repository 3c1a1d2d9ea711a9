"""A cable between a browser and a site that a test can really pull out.

Playwright's own "offline" holds for what a page asks, with holes: a service worker that wakes up asks through it, and so
may a page while it loads.
"""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

BUFFER = 65536
# What a browser complains of when the network is cut.
CUT = ("net::ERR_", "Failed to fetch")


class Cable(socketserver.ThreadingTCPServer):
    """Passes on every connection to the site at `url`. Once cut it hangs up on all of them until it is mended."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, url: str) -> None:
        self._site = urlsplit(url)
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Connection)

    @property
    def url(self) -> str:
        """The site's address by way of the cable."""
        return self._site._replace(netloc=f"{self._site.hostname}:{self.server_address[1]}").geturl()

    def cut(self) -> None:
        """Nothing goes through from now on, nor what is on its way."""
        with self._lock:
            self._is_cut = True
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """New connections go through again."""
        with self._lock:
            self._is_cut = False

    @contextlib.contextmanager
    def through(self, browser: socket.socket) -> Iterator[socket.socket | None]:
        """The site's end of a new connection; None while the cable is cut."""
        with self._lock:
            if self._is_cut:
                site = None
            else:
                site = socket.create_connection((self._site.hostname or "", self._site.port or 80))
                self._open |= {browser, site}
        if site is None:
            yield None
            return
        try:
            with site:
                yield site
        finally:
            with self._lock:
                self._open -= {browser, site}


class _Connection(socketserver.BaseRequestHandler):
    server: Cable

    def handle(self) -> None:
        with self.server.through(self.request) as site:
            if site is None:
                return
            back = threading.Thread(target=_pass_on, args=(site, self.request), daemon=True)
            back.start()
            _pass_on(self.request, site)
            back.join()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    """Until either end hangs up; then both do."""
    with contextlib.suppress(OSError):
        while data := source.recv(BUFFER):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cable_to(url: str) -> Iterator[Cable]:
    """A cable to the site at that address."""
    with Cable(url) as cable:
        threading.Thread(target=cable.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield cable
        finally:
            cable.cut()
            cable.shutdown()


def cut(phone: BrowserContext, cable: Cable) -> None:
    """No network any more, and the browser says so to its pages."""
    cable.cut()
    phone.set_offline(True)


def mend(phone: BrowserContext, cable: Cable) -> None:
    """The network is there again, and the browser says so to its pages."""
    cable.mend()
    phone.set_offline(False)
