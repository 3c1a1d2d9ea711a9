"""One careful POST: no redirects, no proxies, a bounded answer, TLS verified, no peer that may not be called."""

import time
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NewConnectionError,
    SSLError,
)

from sciweek.post.logic.addresses import is_forbidden

CONNECT_WITHIN = 5.0  # seconds
ANSWER_WITHIN = 15.0
LONGEST_ANSWER = 64 * 1024  # bytes
USER_AGENT = "Sciweek"


class NotSent(Exception):
    """Nothing has reached the other side: it may be tried again without a doubt."""


class NoAnswer(Exception):
    """The other side may have got it; nobody heard what it made of it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the other side answered."""

    code: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 300


class _Guard(HTTPConnection):
    """Looks at whom it is really connected to, before a byte is sent: names may resolve anew for every call."""

    def _new_conn(self) -> Any:
        sock = super()._new_conn()
        if is_forbidden(sock.getpeername()[0], private_allowed=settings.SCIWEEK_PRIVATE_NETWORKS):
            sock.close()
            raise NewConnectionError(self, "this address may not be called")
        return sock


class _GuardTLS(HTTPSConnection, _Guard):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guard


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardTLS


class _GuardedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}


def post(url: str, body: bytes, headers: dict[str, str]) -> Heard:
    """POST the body; raises `NotSent` or `NoAnswer`. A redirect is an answer like any other: not followed."""
    with requests.Session() as session:
        # Neither proxies nor passwords of this machine's environment go along.
        session.trust_env = False
        adapter = _GuardedAdapter(max_retries=0)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        try:
            with session.post(
                url,
                data=body,
                headers={"User-Agent": USER_AGENT} | headers,
                timeout=(CONNECT_WITHIN, ANSWER_WITHIN),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Heard(response.status_code, _bounded(response))
        except requests.RequestException as error:
            raise (NotSent if _nothing_went(error) else NoAnswer)(_why(error)) from error
        except ValueError as error:  # an address or a header that cannot be written
            raise NotSent(type(error).__name__) from error


def _bounded(response: requests.Response) -> bytes:
    """The answer's first bytes, within the time: a status line is answer enough, whatever follows it."""
    until = time.monotonic() + ANSWER_WITHIN
    read = b""
    try:
        # Whatever there is, at once: waiting for a full buffer would let a slow peer hold us for hours.
        while len(read) < LONGEST_ANSWER and time.monotonic() < until:
            piece = response.raw.read1(4096, decode_content=True)
            if not piece:
                break
            read += piece
    except (HTTPError, OSError):
        pass
    return read[:LONGEST_ANSWER]


def _nothing_went(error: requests.RequestException) -> bool:
    # What is a `ValueError` too is an address that could not be called: of a robot that was taken out, say.
    if isinstance(error, ValueError | requests.exceptions.SSLError):
        return True
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, NewConnectionError | ConnectTimeoutError | SSLError)


def _why(error: requests.RequestException) -> str:
    """A word for the log: the library's own text would repeat the address, which may hold a key."""
    reason: Any = error.args[0] if error.args else error
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return type(reason if isinstance(reason, Exception) else error).__name__
