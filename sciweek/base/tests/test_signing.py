import base64
import secrets
from pathlib import Path
from typing import Any

import pytest

from sciweek.base import signing


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "ticket.keys"
    settings.SCIWEEK_TICKET_KEY_FILE = str(path)
    return path


def test_the_first_signature_makes_the_key_file_for_its_owner_alone(key_file: Path) -> None:
    signature = signing.sign(b"seat")
    assert len(signature) == 64
    assert signing.verify(b"seat", signature, 1)
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_other_bytes_another_key_and_an_unknown_version_are_refused(key_file: Path) -> None:
    signature = signing.sign(b"seat")
    assert not signing.verify(b"seal", signature, 1)
    assert not signing.verify(b"seat", signature, 2)
    assert not signing.verify(b"seat", signature[:-1], 1)
    key_file.unlink()
    assert not signing.verify(b"seat", signature, 1)


def test_a_new_key_signs_and_the_old_one_still_holds(key_file: Path) -> None:
    old = signing.sign(b"seat")
    with key_file.open("a") as file:
        file.write(f"2:{base64.b64encode(secrets.token_bytes(32)).decode()}\n")
    assert signing.newest_key() == 2
    assert signing.verify(b"seat", old, 1)
    assert signing.verify(b"seat", signing.sign(b"seat"), 2)
    assert set(signing.public_keys()) == {1, 2}
    assert {len(key) for key in signing.public_keys().values()} == {32}
