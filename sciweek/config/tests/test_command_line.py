import json
import subprocess
import sys
from pathlib import Path

import pytest

from sciweek.config.running import command, environment


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return command(list(words), environment(data))


def test_help_explains_every_command(tmp_path: Path) -> None:
    printed = run(tmp_path, "--help").stdout
    for name in ("serve", "migrate", "doctor", "settings", "notice", "week", "person", "demo"):
        assert any(line.split()[:1] == [name] and len(line.split()) > 2 for line in printed.splitlines()), (
            name
        )


def test_reading_a_notice_needs_no_database_and_no_data_folder(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(
        "关于举办临江区科技活动周的通知\n各学校：\n定于2027年5月22日至29日举办。\n", encoding="utf-8"
    )
    done = run(tmp_path / "data", "notice", "read", str(notice), "--json")
    assert json.loads(done.stdout)["week_start"] == "2027-05-22"
    assert not (tmp_path / "data").exists()


def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path) -> None:
    done = command(["settings"], environment(tmp_path, port="eighty"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_the_doctor_finds_a_fresh_installation_well(installation: Path) -> None:
    done = run(installation, "doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["checked"]


def test_the_secret_key_is_made_once_and_for_its_owner_alone(installation: Path) -> None:
    key = installation / "secret.key"
    first = key.read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    assert run(installation, "migrate").returncode == 0
    assert key.read_text() == first
    assert len(first) > 50


@pytest.mark.parametrize("words", [["settings"], ["notice", "read", "--help"]])
def test_commands_without_a_database_load_no_django_models(words: list[str]) -> None:
    script = (
        "import sys, contextlib\n"
        "from sciweek.config.cli import main\n"
        f"with contextlib.suppress(SystemExit): main({words!r})\n"
        "sys.exit('django.db.models' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
