"""What a child process is told."""

import pytest

from sciweek.base.children import bare_environment


def test_a_child_sees_none_of_the_servers_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCIWEEK_SECRET_KEY", "not for children")
    assert bare_environment().keys() == {"PATH", "LANG", "PYTHONPATH"}
