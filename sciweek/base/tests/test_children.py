"""What a child process is told, and what becomes of one that wants too much."""

import json

import pytest

from sciweek.base import children
from sciweek.base.children import NoAnswer, ask, bare_environment

MEGABYTE = 1024 * 1024


def asked(word: str, given: bytes = b"words", *, seconds: int = 20, most: int = MEGABYTE) -> bytes:
    return ask("sciweek.base.tests.asked", given, word, seconds=seconds, memory=512 * MEGABYTE, most=most)


def test_a_child_sees_none_of_the_servers_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCIWEEK_SECRET_KEY", "not for children")
    assert bare_environment().keys() == {"PATH", "LANG", "PYTHONPATH"}
    assert not any(name.startswith("SCIWEEK") for name in json.loads(asked("environment")))


def test_what_goes_in_comes_back_however_long_it_is() -> None:
    given = bytes(range(256)) * 4000
    assert asked("echo", given) == given
    assert asked("echo", b"") == b""


def test_what_a_library_prints_is_no_part_of_the_answer() -> None:
    assert asked("noise") == b"words"


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("work", "time"),
        ("memory", "memory"),
        ("abort", "memory"),
        ("length", "length"),
        ("error", "broken"),
        ("leave", "broken"),
    ],
)
def test_a_child_without_an_answer_says_why(word: str, why: str) -> None:
    with pytest.raises(NoAnswer) as ended:
        asked(word, b"w" * 20_000, seconds=1 if word == "work" else 20)
    assert (ended.value.why, ended.value.asked_too_much) == (why, why != "broken")


def test_a_child_that_does_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE", 1)
    with pytest.raises(NoAnswer) as ended:
        asked("wait", seconds=2)
    assert ended.value.why == "time"
