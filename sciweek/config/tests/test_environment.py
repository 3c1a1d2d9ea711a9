from pathlib import Path

import pytest

from sciweek.config.environment import CHECKOUT, WrongSetting, load, table
from sciweek.config.settings_page import as_markdown


def test_every_setting_has_a_default_and_says_what_it_is_for() -> None:
    for row in table():
        assert len(row.metadata["help"]) > 15, row.name


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "sciweek.toml").write_text(
        'port = 9001\nallowed_hosts = ["week.example.org"]\ndemo = false\n'
    )
    env = load({"SCIWEEK_DATA": str(tmp_path), "SCIWEEK_PORT": "9002"})
    assert env.port == 9002
    assert env.allowed_hosts == ("week.example.org",)
    assert env.demo is False


def test_the_file_can_stand_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "here.toml"
    file.write_text(f'data = "{tmp_path}/kept"\nworkers = 3\n')
    env = load({"SCIWEEK_CONFIG": str(file)})
    assert env.data == tmp_path / "kept"
    assert env.web_workers == 3


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PORT", "eighty", "whole number"),
        ("PLAIN_LAN", "maybe", "true or false"),
        ("MAIL", "pigeon", "outbox"),
    ],
)
def test_a_setting_that_cannot_be_read_says_what_it_takes(
    name: str, value: str, word: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongSetting, match=word):
        load({"SCIWEEK_DATA": str(tmp_path), f"SCIWEEK_{name}": value})


def test_an_unknown_setting_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "sciweek.toml").write_text("prot = 9001\n")
    with pytest.raises(WrongSetting, match="prot"):
        load({"SCIWEEK_DATA": str(tmp_path)})


def test_the_page_of_settings_is_what_the_table_says() -> None:
    assert CHECKOUT is not None
    written = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == as_markdown(table()), "run: sciweek settings --markdown > docs/settings.md"
