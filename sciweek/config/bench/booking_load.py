"""`python -m sciweek.config.bench.booking_load JSON`: a rush of bookings, from a process of its own.

Two ways. `clients` browsers in a closed loop, each sending its next form when the last one is answered, for `seconds`.
Or, with `rate`, an open loop: so many forms a second whether or not the server keeps up, and the time of each answer
counts from the moment at which its form was due. Every form is another person's. With `path` and no `codes` the same
address is asked again and again instead. Only this machine is ever asked. Prints what was answered as JSON.
"""

import json
import selectors
import socket
import sys
import time
import uuid
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

BLOCK = 1 << 18
FORM = (
    "adults=2&teens=0&children=0&small=0&name=%E6%9E%97%E5%B0%8F%E6%BB%A1&phone=139{number:08d}"
    "&school=&grade=&code=&homepage=&request_uid={uid}"
)


@dataclass
class Wish:
    """What is to be sent; read from JSON."""

    url: str
    seconds: float
    clients: int = 200
    rate: float = 0.0
    codes: list[str] = field(default_factory=list)
    path: str = ""
    first_number: int = 0
    warm: float = 0.0  # seconds that do not count
    origin: str = ""
    count: int = 0


@dataclass
class Line:
    """One connection: what it waits for, and since when."""

    socket: socket.socket
    due: float = 0.0
    status: str = ""
    missing: int = 0
    head: bytes = b""


class Rush:
    """All connections of one wish."""

    def __init__(self, wish: Wish) -> None:
        where = urlsplit(wish.url)
        if where.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("load is only ever put on this machine")
        self.wish = wish
        self.place = (str(where.hostname), int(where.port or 80))
        self.host = where.netloc
        self.sent = 0
        self.seen: Counter[str] = Counter()
        self.took: list[float] = []
        self.selector = selectors.DefaultSelector()
        self.free: deque[Line] = deque()
        for _number in range(wish.clients):
            line = Line(socket.create_connection(self.place))
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(line.socket, selectors.EVENT_READ, data=line)
            self.free.append(line)

    def run(self) -> dict[str, Any]:
        cpu = time.process_time()
        began = time.perf_counter()
        self.counts_from = began + self.wish.warm
        ends = self.counts_from + self.wish.seconds
        while (now := time.perf_counter()) < ends:
            wait = self._send_due(now, began)
            for key, _events in self.selector.select(min(wait, ends - now)):
                self._read(key.data)
        left_over = 0.0
        while len(self.free) < self.wish.clients and left_over < 20:
            before = time.perf_counter()
            for key, _events in self.selector.select(0.5):
                self._read(key.data, counts=self.wish.rate > 0)
            left_over += time.perf_counter() - before
        return self._told(time.process_time() - cpu)

    def _send_due(self, now: float, began: float) -> float:
        """Send what is due on connections that are free; how long until the next is due."""
        if not self.wish.rate:
            while self.free:
                self._send(self.free.popleft(), now)
            return 1.0
        while self.free:
            due = began + self.sent / self.wish.rate
            if due > now:
                return due - now
            self._send(self.free.popleft(), due)
        return 1.0

    def _send(self, line: Line, due: float) -> None:
        line.due, line.status, line.head, line.missing = due, "", b"", 0
        line.socket.sendall(self._request(self.sent))
        self.sent += 1

    def _request(self, number: int) -> bytes:
        wish = self.wish
        if not wish.codes:
            return f"GET {wish.path} HTTP/1.1\r\nHost: {self.host}\r\nAccept-Encoding: gzip\r\n\r\n".encode(
                "ascii"
            )
        body = FORM.format(number=wish.first_number + number, uid=uuid.uuid4())
        # A fixed stride visits all sessions in no order that a cache could like.
        code = wish.codes[number * 7919 % len(wish.codes)]
        return (
            f"POST /sessions/{code}/book/ HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"Origin: http://{self.host}\r\nSec-Fetch-Site: same-origin\r\n\r\n{body}"
        ).encode("ascii")

    def _read(self, line: Line, *, counts: bool = True) -> None:
        block = line.socket.recv(BLOCK)
        if not block:
            raise RuntimeError("the server closed a connection")
        if line.status:
            line.missing -= len(block)
        else:
            line.head += block
            head, end, body = line.head.partition(b"\r\n\r\n")
            if not end:
                return
            line.status = head[9:12].decode("ascii")
            line.missing = _length(head) - len(body)
        if line.missing <= 0:
            now = time.perf_counter()
            if counts and now >= self.counts_from:
                self.seen[line.status] += 1
                self.took.append(now - line.due)
            self.free.append(line)

    def _told(self, cpu: float) -> dict[str, Any]:
        took = sorted(self.took) or [0.0]
        return {
            "answers": dict(self.seen),
            "seconds": self.wish.seconds,
            "rates": {status: round(count / self.wish.seconds, 1) for status, count in self.seen.items()},
            "p50": round(took[len(took) // 2], 4),
            "p99": round(took[int(len(took) * 0.99)], 4),
            "max": round(took[-1], 4),
            "sent": self.sent,
            "client_cpu": round(cpu / (self.wish.seconds + self.wish.warm), 3),
        }


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


if __name__ == "__main__":
    print(json.dumps(Rush(Wish(**json.loads(sys.argv[1]))).run()))
