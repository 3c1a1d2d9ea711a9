import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.config.running import command, environment
from sciweek.config.tests.browsing import Look
from sciweek.config.tests.cable import Cable, cable_to
from sciweek.config.tests.sites import Site
from sciweek.config.tests.walk import things


@pytest.fixture(scope="module")
def known(lasting_cast: Cast) -> dict[str, dict[str, Any]]:
    """What `things` made for the cast of a file, by which addresses are written out."""
    return things(lasting_cast)


@pytest.fixture
def cable(file_site: Site) -> Iterator[Cable]:
    """The way from a browser to the site, to be cut."""
    with cable_to(file_site.url) as cable:
        yield cable


@pytest.fixture
def looks_right(request: pytest.FixtureRequest, pictures: Path | None) -> Look:
    """Looks at pages of this walk; its pictures are named after its file."""
    return Look(pictures, request.module.__name__.rpartition("test_walk_")[2])


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which `sciweek migrate` made everything from nothing; to be copied, not changed."""
    data = tmp_path_factory.mktemp("migrated")
    done = command(["migrate"], environment(data))
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def installation(migrated: Path, tmp_path: Path) -> Path:
    """A fresh installation, to be changed as the test likes."""
    return shutil.copytree(migrated, tmp_path / "installation")
