"""A small load generator: as many requests as the server answers, over connections that are kept open.

It speaks just enough HTTP/1.1 to do no more work than needed, since it shares the machine with what it measures.
Only addresses of this machine are ever asked, for a few seconds.
"""

import selectors
import shutil
import socket
import subprocess
import time
from urllib.parse import urlsplit

CONNECTIONS = 32
BLOCK = 1 << 18


class BadAnswer(RuntimeError):
    """The server answered something else than 200."""


def rate(url: str, seconds: float) -> float:
    """Answers per second, by `wrk` where it is installed (as its work is done in C), else by our own client."""
    if urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("load is only ever put on this machine")
    return _by_wrk(url, seconds) if shutil.which("wrk") else _by_ourselves(url, seconds)


def client() -> str:
    """Which of the two it is."""
    return "wrk" if shutil.which("wrk") else "own"


def _by_wrk(url: str, seconds: float) -> float:
    words = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{max(1, round(seconds))}s", url]
    printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise BadAnswer(printed)
    return float(next(line.split()[1] for line in printed.splitlines() if line.startswith("Requests/sec")))


def _by_ourselves(url: str, seconds: float) -> float:
    where = urlsplit(url)
    target = f"{where.path or '/'}{'?' + where.query if where.query else ''}"
    request = f"GET {target} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode("ascii")
    selector = selectors.DefaultSelector()
    sockets = [socket.create_connection((where.hostname, where.port or 80)) for _ in range(CONNECTIONS)]
    missing = dict.fromkeys(sockets, 0)
    for one in sockets:
        selector.register(one, selectors.EVENT_READ, data=one)
        one.sendall(request)
    answers = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for key, _ in selector.select(timeout=1):
            one = key.data
            missing[one] = _take(one.recv(BLOCK), missing[one])
            if missing[one] == 0:
                answers += 1
                one.sendall(request)
    took = time.perf_counter() - began
    for one in sockets:
        one.close()
    return answers / took


def _take(block: bytes, missing: int) -> int:
    """How many bytes of the answer are still to come after this block."""
    if missing:
        return missing - len(block)
    head, _, body = block.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise BadAnswer(head[:200].decode("latin-1"))
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return length - len(body)
