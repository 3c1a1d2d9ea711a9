"""The signed part of a booking's address: whoever has it looks after the booking."""

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "sciweek.booking.link"
# 120 bits: 24 signs of base32, which survive being read aloud.
BYTES = 15


def link_key(code: str, serial: int) -> str:
    """The key that opens the booking `code`; another serial has another key."""
    mac = salted_hmac(SALT, f"{code}:{serial}", algorithm="sha256").digest()[:BYTES]
    return base64.b32encode(mac).decode().lower()


def opens(key: str, code: str, serial: int) -> bool:
    """Whether the key is the booking's."""
    return constant_time_compare(key.lower().encode("utf-8", "replace"), link_key(code, serial).encode())
