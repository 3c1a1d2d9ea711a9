"""One server at a time on a data folder."""

import multiprocessing
import time
from pathlib import Path

import pytest

from sciweek.config import environment, prepare
from sciweek.config.running import environment as settings
from sciweek.config.running import running


def test_a_child_that_is_not_quite_gone_does_not_refuse_the_next_server(tmp_path: Path) -> None:
    env = environment.load({"SCIWEEK_DATA": str(tmp_path)})
    with prepare.alone(env):
        child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(600,))
        child.start()
    try:
        with prepare.alone(env):
            assert child.is_alive()
    finally:
        child.kill()
        child.join()


def test_while_a_server_is_there_another_one_is_refused(tmp_path: Path) -> None:
    env = environment.load({"SCIWEEK_DATA": str(tmp_path)})
    with prepare.alone(env), pytest.raises(prepare.NotReady, match="already runs"), prepare.alone(env):
        pass


def test_a_server_that_cannot_start_says_why_at_once(tmp_path: Path) -> None:
    nowhere = settings(tmp_path, database_url="postgresql://127.0.0.1:1/none")
    with (
        pytest.raises(RuntimeError, match=r"ended with code 1:\n.*cannot be reached"),
        running(tmp_path, nowhere),
    ):
        pass
