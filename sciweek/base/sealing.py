"""Phones and other personal words at rest: AES-GCM with a versioned key file, apart from the secret key.

The file (`base.keyfile`) belongs in the backup: without it the sealed fields are lost. Equality is asked of a keyed digest, never of the ciphertext.
"""

import base64
import hmac
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from sciweek.base.keyfile import keys_of

NONCE = 12


class Unsealable(ValueError):
    """The value cannot be opened: another key file, or altered bytes."""


def _load() -> dict[int, bytes]:
    return keys_of(settings.SCIWEEK_KEY_FILE)


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(text: str) -> bytes:
    """Encrypt: one byte of key version, the nonce, the ciphertext."""
    keys = _load()
    version = max(keys)
    nonce = secrets.token_bytes(NONCE)
    return bytes([version]) + nonce + _cipher(keys[version]).encrypt(nonce, text.encode(), None)


def unseal(data: bytes) -> str:
    """Decrypt what `seal` made; raises `Unsealable`."""
    key = _load().get(data[0]) if data else None
    if key is None:
        raise Unsealable("no key of that version")
    try:
        return _cipher(key).decrypt(data[1 : 1 + NONCE], data[1 + NONCE :], None).decode()
    except InvalidTag as error:
        raise Unsealable("altered or of another installation") from error


def digest(text: str, purpose: str) -> str:
    """A keyed digest (HMAC-SHA-256, hex) for equality; `purpose` keeps the digests of two uses apart."""
    keys = _load()
    return hmac.digest(keys[min(keys)], f"{purpose}\0{text}".encode(), "sha256").hex()


def secret_word(text: str, purpose: str) -> str:
    """The secret part of an address: 32 signs, 192 bits of the `digest`, which only the key file can reckon."""
    return base64.urlsafe_b64encode(bytes.fromhex(digest(text, purpose))[:24]).decode()


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
