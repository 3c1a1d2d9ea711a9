"""`sciweek log` and `sciweek doctor` as an administrator runs them: printed words, JSON, exit codes."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sciweek.config.running import command, environment


def run(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return command(list(words), environment(data, **settings))


@contextmanager
def database(data: Path) -> Iterator[sqlite3.Connection]:
    """The database file itself, as somebody with a shell would open it."""
    connection = sqlite3.connect(data / "db.sqlite3")
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def write(data: Path, count: int) -> None:
    """So many lines of the log."""
    with database(data) as rows:
        rows.executemany(
            "INSERT INTO logbook_entry (at, via, verb, kind, object_id, object_name, actor_name, changes, why) "
            "VALUES ('2026-05-01 01:00:00', 'system', 'edit_unit', 'committee.unit', ?, '某单位', '', '{}', '核对')",
            [(number,) for number in range(count)],
        )


@pytest.fixture(scope="module")
def once_sealed(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with ten lines in its log, sealed; to be copied, not changed."""
    data = shutil.copytree(migrated, tmp_path_factory.mktemp("log") / "sealed")
    write(data, 10)
    done = run(data, "log", "seal")
    assert done.stdout == "10 entries sealed.\n", done.stderr
    return data


@pytest.fixture
def sealed(once_sealed: Path, tmp_path: Path) -> Path:
    """That installation, to be changed as the test likes."""
    return shutil.copytree(once_sealed, tmp_path / "data")


def test_a_whole_log_is_said_to_be_whole(sealed: Path) -> None:
    done = run(sealed, "log", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "10 entries in 1 seals, 0 not sealed yet.\nThe log is whole.\n"
    told = json.loads(run(sealed, "log", "verify", "--json").stdout)
    assert (told["whole"], told["entries"], told["break"]) == (True, 10, None)


def test_a_broken_log_is_told_with_its_place_and_the_exit_code(sealed: Path) -> None:
    with database(sealed) as rows:
        rows.execute("UPDATE logbook_entry SET why = '别的' WHERE object_id = 4")
    done = run(sealed, "log", "verify")
    assert done.returncode == 1
    assert "Broken at batch 1 (2026-05-01T01:00:00" in done.stdout
    told = json.loads(run(sealed, "log", "verify", "--json").stdout)
    assert (told["whole"], told["break"]["kind"], told["break"]["batch"]) == (False, "altered", 1)
    doctor = run(sealed, "doctor", "--only", "logbook", "--json")
    assert doctor.returncode == 1
    assert list(json.loads(doctor.stdout)["problems"]) == ["logbook.last_proof_was_whole"]


def test_a_copy_of_the_head_file_tells_what_both_files_here_hide(sealed: Path) -> None:
    copy = sealed / "elsewhere.txt"
    copy.write_bytes((sealed / "log-seals.txt").read_bytes())
    with database(sealed) as rows:
        rows.execute("DELETE FROM logbook_entry")
        rows.execute("DELETE FROM logbook_seal")
    (sealed / "log-seals.txt").unlink()
    assert run(sealed, "log", "verify").returncode == 0
    done = run(sealed, "log", "verify", "--heads", str(copy))
    assert done.returncode == 1
    assert "cut_off" in done.stdout


def test_another_key_file_proves_nothing(sealed: Path) -> None:
    (sealed / "field.keys").unlink()
    done = run(sealed, "log", "verify")
    assert done.returncode == 1
    assert "key file" in done.stdout


def test_a_head_file_that_is_not_there_is_said(sealed: Path) -> None:
    done = run(sealed, "log", "verify", "--heads", str(sealed / "nowhere.txt"))
    assert (done.returncode, done.stdout) == (2, "")


def test_seals_can_be_made_with_sm3_after_others(sealed: Path) -> None:
    write(sealed, 3)
    assert run(sealed, "log", "seal", log_digest="sm3").returncode == 0
    with database(sealed) as rows:
        made = rows.execute("SELECT number, algorithm FROM logbook_seal ORDER BY number").fetchall()
    assert made == [(1, "sha256"), (2, "sm3")]
    assert run(sealed, "log", "verify").returncode == 0


def test_the_doctor_looks_at_one_room_and_at_the_bytes_of_files_when_asked(sealed: Path) -> None:
    told = json.loads(run(sealed, "doctor", "--only", "files", "--files", "--json").stdout)
    cheap = ["files.bytes_are_there", "files.bytes_have_a_file"]
    assert told["checked"] == ["files.bytes_are_the_same", *cheap]
    assert set(told["seconds"]) == set(told["checked"])
    told = json.loads(run(sealed, "doctor", "--only", "files", "--json").stdout)
    assert told["checked"] == cheap
    done = run(sealed, "doctor", "--only", "kitchen")
    assert done.returncode != 0
    assert "logbook" in done.stderr
