import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from sciweek.notice.tests.papers import OWN


def command(
    *words: str, given: bytes = b"", language: str = "zh_CN.UTF-8"
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sciweek.config.cli", "notice", "read", *words],
        input=given,
        capture_output=True,
        check=False,
        timeout=30,
        env={"PATH": "/usr/bin:/bin", "LANG": language, "PYTHONPATH": str(Path(__file__).parents[3])},
    )


def test_a_file_is_read_into_one_json_object(tmp_path: Path) -> None:
    paper = tmp_path / "通知.txt"
    paper.write_bytes(OWN.encode("gb18030"))
    answer = command(str(paper), "--json")
    assert answer.returncode == 0
    assert answer.stderr == b""
    found = json.loads(answer.stdout)
    assert found["week_start"] == "2028-05-20"
    assert found["text"].startswith("云川市临江区科学技术局")
    start, end = found["evidence"]["/theme"][0]
    assert found["text"][start:end] == found["theme"]


def test_standard_input_is_read_too() -> None:
    answer = command("-", "--json", given=OWN.encode())
    assert json.loads(answer.stdout)["doc_no"] == "临科字〔2028〕9号"


def test_without_json_a_person_can_read_it() -> None:
    text = command("-", given=OWN.encode()).stdout.decode()
    assert "主题　　江水不息 科学常新" in text
    assert "2028-04-28 17:00" in text


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "文件是空的"), (b"%PDF-1.4 broken", "上传"), (bytes(range(256)) * 9, "认不出")]
)
def test_what_cannot_be_read_is_said_in_words(data: bytes, words: str) -> None:
    answer = command("-", "--json", given=data)
    assert answer.returncode == 2
    assert answer.stdout == b""
    assert words in answer.stderr.decode()
    assert b"Traceback" not in answer.stderr


def test_a_missing_file_is_said_in_words(tmp_path: Path) -> None:
    answer = command(str(tmp_path / "none.docx"), "--json")
    assert answer.returncode == 2
    assert "没有这个文件" in answer.stderr.decode()


def test_a_folder_is_said_in_words(tmp_path: Path) -> None:
    answer = command(str(tmp_path), "--json")
    assert answer.returncode == 2
    assert b"Traceback" not in answer.stderr


def test_the_printed_schema_describes_what_is_printed(tmp_path: Path) -> None:
    paper = tmp_path / "通知.txt"
    paper.write_text(OWN, encoding="utf-8")
    printed = subprocess.run(
        [sys.executable, "-m", "sciweek.config.cli", "notice", "schema"],
        capture_output=True,
        check=True,
        timeout=30,
    ).stdout
    jsonschema.validate(json.loads(command(str(paper), "--json").stdout), json.loads(printed))
