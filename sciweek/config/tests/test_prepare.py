"""One server at a time on a data folder."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from sciweek.config import environment, prepare
from sciweek.config.running import environment as environment_of
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


def test_static_files_of_the_collection_before_stay_for_pages_that_are_open(
    tmp_path: Path, settings: Settings
) -> None:
    sources, root = tmp_path / "sources", tmp_path / "static"
    sources.mkdir()
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [sources], str(root)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "sciweek.config.static_files.ModuleStorage"}
    }

    def collected(**texts: str) -> set[str]:
        for name, text in texts.items():
            (sources / f"{name}.css").write_text(text)
            # As npm unpacks them: the times of files say nothing.
            os.utime(sources / f"{name}.css", (0, 0))
        prepare.collect()
        return {path.name for path in root.iterdir() if path.suffix == ".css"}

    long = "p { color: red }" * 100  # worth compressing
    first = collected(a=long, b="b {}")
    assert len(first) == 4
    (sources / "b.css").unlink()
    second = collected(a=long.replace("red", "tan"))
    assert first - second == {"b.css"}
    assert len(second - first) == 1
    assert all((root / f"{name}.gz").exists() for name in second if name.startswith("a."))
    assert (root / "a.css").read_text() == long.replace("red", "tan")
    third = collected(a=long.replace("red", "navy"))
    assert len(third) == 3
    assert not {name for name in first if name not in ("a.css", "b.css")} & third
    assert {path.name for path in root.iterdir() if path.suffix == ".gz"} == {f"{name}.gz" for name in third}


def test_a_server_that_cannot_start_says_why_at_once(tmp_path: Path) -> None:
    nowhere = environment_of(tmp_path, database_url="postgresql://127.0.0.1:1/none")
    with (
        pytest.raises(RuntimeError, match=r"ended with code 1:\n.*cannot be reached"),
        running(tmp_path, nowhere),
    ):
        pass
