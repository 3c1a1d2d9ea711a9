"""Where the web server listens: a port that is surely ours, and the addresses by which people reach it."""

import contextlib
import http.client
import socket
from collections.abc import Iterator
from dataclasses import dataclass

SEARCHED = 20  # ports looked at after the wished one


class NoPort(OSError):
    """None of the ports is free."""


@dataclass(frozen=True)
class Place:
    """`wanted` is the port that was asked for (0: any), `port` the one that was had."""

    host: str
    port: int
    wanted: int


@contextlib.contextmanager
def reserve(host: str, port: int, *, searched: int = SEARCHED) -> Iterator[Place]:
    """Hold the wished port, or the next free one of so many, while the context lasts.

    The web workers share their port by SO_REUSEPORT, so a second Sciweek of the same user could join it unseen. We
    therefore bind it alone, which fails when anybody has it, and allow sharing afterwards, by the same socket: one that
    was closed in between would leave the port to whoever comes first. It never listens.
    """
    for candidate in [port] if port == 0 else range(port, min(port + searched, 65536)):
        keeper = _bound(host, candidate)
        if keeper is not None:
            with keeper:
                keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                yield Place(host, int(keeper.getsockname()[1]), port)
                return
    if searched == 1:
        raise NoPort(f"Port {port} is taken by another program.")
    raise NoPort(f"No free port from {port} to {port + searched - 1}. Choose one: SCIWEEK_PORT=9000 make run")


def _bound(host: str, port: int) -> socket.socket | None:
    """A socket that has the port, or None when somebody else does.

    For a minute after a server has ended, connections that it closed still hold its port (TIME_WAIT), and a restart
    would find it taken. SO_REUSEADDR passes over them and not over whoever listens. It is the second try: two
    programs that both ask for it, and neither of which listens yet, may have the port together.
    """
    for passes_over_remains in (False, True):
        keeper = _socket(host)
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, passes_over_remains)
        try:
            keeper.bind((host, port))
        except OSError:
            keeper.close()
        else:
            return keeper
    return None


def answers(place: Place, host_name: str) -> bool:
    """Whether the web server says `ok` to who asks by that name; it answers to the names that it was given alone."""
    connection = http.client.HTTPConnection(_reachable(place.host), place.port, timeout=5)
    try:
        connection.request("GET", "/-/ping", headers={"Host": host_name})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def addresses(place: Place) -> list[str]:
    """The addresses to print: this machine, then the local network."""
    hosts = [_reachable(place.host)]
    if place.host in ("0.0.0.0", "::"):
        hosts = ["localhost", *_lan()]
    return [f"http://{f'[{host}]' if ':' in host else host}:{place.port}/" for host in hosts]


def _socket(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _lan() -> list[str]:
    """This machine's own addresses, the one of the default route first; nothing is sent."""
    found: list[str] = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # a documentation address: connecting a datagram socket sends nothing
        found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return [host for host in dict.fromkeys(found) if not host.startswith("127.")]
