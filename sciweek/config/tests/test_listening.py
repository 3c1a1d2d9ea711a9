"""The port of the web server: whoever has it keeps it, and nobody else has the same."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from sciweek.config import listening

HOST = "127.0.0.1"


@pytest.fixture
def lurking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """Another program of this machine that at once takes every port that `listening` lets go; how many it has."""
    taken: list[socket.socket] = []

    class Watched(socket.socket):
        def close(self) -> None:
            address = self.getsockname() if self.fileno() >= 0 else None
            super().close()
            if address:
                taken.append(socket.socket())
                taken[-1].bind(address)

    monkeypatch.setattr(listening, "_socket", lambda host: Watched())
    yield lambda: len(taken)
    for one in taken:
        one.close()


def test_a_port_that_was_found_free_is_not_let_go_again(lurking: Callable[[], int]) -> None:
    with listening.reserve(HOST, 0) as place:
        assert place.port
        assert lurking() == 0
    with listening.reserve(HOST, free_port()) as place:
        assert place.port == place.wanted
    assert lurking() == 2


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def test_a_port_of_a_server_can_be_listened_at_by_its_workers_and_by_no_other_program() -> None:
    with listening.reserve(HOST, 0) as place, ExitStack() as stack:
        for _ in range(2):
            worker = stack.enter_context(socket.socket())
            worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            worker.bind((HOST, place.port))
            worker.listen()
        other = stack.enter_context(socket.socket())
        with pytest.raises(OSError, match="in use"):
            other.bind((HOST, place.port))


def test_a_server_that_is_started_anew_has_its_port_again_at_once() -> None:
    with listening.reserve(HOST, 0) as place, sharing(place.port) as worker:
        worker.listen()
        with socket.create_connection((HOST, place.port)) as visitor:
            answered, _address = worker.accept()
            answered.close()  # the server closes first: its side of the connection remains for a minute
            assert visitor.recv(1) == b""
    with listening.reserve(HOST, place.port) as again, sharing(again.port) as worker:
        assert again.port == place.port
        worker.listen()
        with socket.create_connection((HOST, again.port)):
            worker.accept()[0].close()


def test_a_port_that_somebody_listens_at_is_not_ours_whatever_they_allow() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(listening.NoPort, match="taken"), listening.reserve(HOST, port, searched=1):
            pass


def sharing(port: int) -> socket.socket:
    """A web worker's socket."""
    worker = socket.socket()
    worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    worker.bind((HOST, port))
    return worker
