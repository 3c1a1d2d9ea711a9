"""Signatures that a device without a network can check: Ed25519, with a versioned key file of their own.

What is signed carries the version of its key, so that a new key (a line added to the file) leaves old tickets good.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from sciweek.base.keyfile import keys_of


def newest_key() -> int:
    """The version that signs now."""
    return max(_seeds())


def sign(data: bytes, key: int | None = None) -> bytes:
    """The 64 bytes of the signature by the key of that version, else by the newest."""
    seeds = _seeds()
    return _private(seeds[max(seeds) if key is None else key]).sign(data)


def verify(data: bytes, signature: bytes, key: int) -> bool:
    """Whether the key of that version signed exactly these bytes."""
    seed = _seeds().get(key)
    if seed is None:
        return False
    try:
        _public(seed).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def public_keys() -> dict[int, bytes]:
    """The 32 public bytes of every key: what a device needs to check, and nothing by which it could sign."""
    return {version: _public(seed).public_bytes_raw() for version, seed in _seeds().items()}


def _seeds() -> dict[int, bytes]:
    return keys_of(settings.SCIWEEK_TICKET_KEY_FILE)


@lru_cache(maxsize=16)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=16)
def _public(seed: bytes) -> Ed25519PublicKey:
    return _private(seed).public_key()
