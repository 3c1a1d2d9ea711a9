"""Real servers for the tests: one that listens to HTTP, one that speaks SMTP; each on a free port in a thread."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Heard:
    """What reached the HTTP server, and what it is to answer next."""

    url: str = ""
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    code: int = 200
    answer: bytes = b'{"errcode":0,"errmsg":"ok"}'
    headers: dict[str, str] = field(default_factory=dict)
    # Hang up without an answer; or answer without end.
    hangs_up: bool = False
    endless: bool = False

    def json(self, number: int = -1) -> Any:
        return json.loads(self.requests[number][2])


@contextmanager
def http_listener() -> Iterator[Heard]:
    """An HTTP server that remembers every POST."""
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard.requests.append((self.path, dict(self.headers), body))
            if heard.hangs_up:
                return
            self.send_response(heard.code)
            for name, value in heard.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(heard.answer)
                while heard.endless:
                    self.wfile.write(b"x" * 4096)
            except OSError:
                return

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    heard.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Mailbox:
    """What reached the mail server, and how it answers each step."""

    port: int = 0
    letters: list[tuple[str, str]] = field(default_factory=list)
    rcpt: str = "250 ok"
    data_end: str = "250 taken"
    # Take the letter and hang up before saying so.
    dies: bool = False


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server that knows as much SMTP as a sender needs."""
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 post.linjiang.example")
            to = ""
            for raw in self.rfile:
                line = raw.decode("utf-8", "replace").strip()
                match line[:4].upper():
                    case "RCPT":
                        to = line
                        self.say(box.rcpt)
                    case "DATA":
                        self.say("354 go on")
                        text = b""
                        for part in self.rfile:
                            if part == b".\r\n":
                                break
                            text += part
                        box.letters.append((to, text.decode("utf-8", "replace")))
                        if box.dies:
                            return
                        self.say(box.data_end)
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case _:
                        self.say("250 ok")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    box.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
