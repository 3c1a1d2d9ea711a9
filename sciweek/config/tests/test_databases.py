"""The tables that tests stand on."""

import shutil
from pathlib import Path

from sciweek.config.environment import PACKAGE
from sciweek.config.tests.databases import made_from


def test_another_migration_asks_for_other_tables(tmp_path: Path) -> None:
    for part in ("requirements.lock", "sciweek/config/settings.py", "sciweek/config/prepare.py"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE.parent / part, tmp_path / part)
    shutil.copytree(PACKAGE / "week/migrations", tmp_path / "sciweek/week/migrations")
    before = made_from(tmp_path / "sciweek")
    assert made_from(tmp_path / "sciweek") == before
    (tmp_path / "sciweek/week/migrations/0099_more.py").write_text("")
    assert made_from(tmp_path / "sciweek") != before
