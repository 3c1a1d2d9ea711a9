"""Phones and other personal words at rest: AES-GCM with a versioned key file, apart from the secret key.

The file holds one `version:base64` line for each key; the last line encrypts, all decrypt. It belongs in the
backup: without it the sealed fields are lost. Equality is asked of a keyed digest, never of the ciphertext.
"""

import base64
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE = 12


class Unsealable(ValueError):
    """The value cannot be opened: another key file, or altered bytes."""


def make_key_file(path: Path) -> None:
    """Create the key file with one fresh key, readable by its owner alone; an existing file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}\n")


@lru_cache(maxsize=4)
def _keys(path: str, changed: float) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for line in Path(path).read_text(encoding="ascii").splitlines():
        version, _, body = line.partition(":")
        if body:
            keys[int(version)] = base64.b64decode(body)
    return keys


def _load() -> dict[int, bytes]:
    path = Path(settings.SCIWEEK_KEY_FILE)
    if not path.exists():
        make_key_file(path)
    return _keys(str(path), path.stat().st_mtime)


def seal(text: str) -> bytes:
    """Encrypt: one byte of key version, the nonce, the ciphertext."""
    keys = _load()
    version = max(keys)
    nonce = secrets.token_bytes(NONCE)
    return bytes([version]) + nonce + AESGCM(keys[version]).encrypt(nonce, text.encode(), None)


def unseal(data: bytes) -> str:
    """Decrypt what `seal` made; raises `Unsealable`."""
    key = _load().get(data[0]) if data else None
    if key is None:
        raise Unsealable("no key of that version")
    try:
        return AESGCM(key).decrypt(data[1 : 1 + NONCE], data[1 + NONCE :], None).decode()
    except InvalidTag as error:
        raise Unsealable("altered or of another installation") from error


def digest(text: str, purpose: str) -> str:
    """A keyed digest (HMAC-SHA-256, hex) for equality; `purpose` keeps the digests of two uses apart."""
    keys = _load()
    return hmac.new(keys[min(keys)], f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.Field):
    """Text that is encrypted in the database and plain in Python; never searched, never ordered by."""

    description = "sealed text"
    empty_strings_allowed = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return unseal(bytes(value)) if value else ""

    def to_python(self, value: Any) -> str:
        return str(value or "")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return connection.Database.Binary(seal(str(value)) if value else b"")
