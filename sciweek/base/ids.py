"""Identifiers that people see: short, random, without look-alike letters."""

import secrets
import uuid

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: what is read aloud or copied from paper must survive it.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 8


def new_code() -> str:
    """Eight characters for public addresses and QR codes (23^8, about 7.8e10 of them)."""
    number = secrets.randbelow(len(ALPHABET) ** CODE_LENGTH)
    signs = []
    for _place in range(CODE_LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def new_uid() -> uuid.UUID:
    return uuid.uuid4()
