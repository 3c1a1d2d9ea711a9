"""What the QR code of a ticket holds: 26 bytes and their signature, as text.

Base32 (RFC 4648), not base45 or base64: 90 bytes are 144 signs of the alphanumeric kind, which makes the same QR code
as base45 (version 6 at medium correction, 41 modules; base64 needs 45), and no sign of it is changed by an address.
144 signs hold exactly 90 bytes, so there is one text for one ticket.
"""

import base64
import struct
from collections.abc import Callable
from dataclasses import dataclass

FORMAT = 1
# Format, version of the key, code of the booking, code of the session, serial, places, valid until.
BODY = struct.Struct(">BB8s8sHHI")
SIGNATURE = 64
LENGTH = (BODY.size + SIGNATURE) * 8 // 5
ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
WAY = "/t/"

Sign = Callable[[bytes, int], bytes]
Verify = Callable[[bytes, bytes, int], bool]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket says. `serial` counts up when a booking changes, so that an older print is known as such."""

    booking: str
    session: str
    serial: int
    places: int
    valid_until: int  # seconds since 1970, as a device reckons


def write_ticket(ticket: Ticket, key: int, sign: Sign) -> str:
    """The text of a ticket, signed by the key of that version (`base.signing.newest_key`, `base.signing.sign`)."""
    body = BODY.pack(
        FORMAT,
        key,
        ticket.booking.encode("ascii"),
        ticket.session.encode("ascii"),
        ticket.serial,
        ticket.places,
        ticket.valid_until,
    )
    return base64.b32encode(body + sign(body, key)).decode("ascii")


def read_ticket(text: str, verify: Verify) -> Ticket | None:
    """The ticket in a text that was scanned: the bare token, or an address that ends in `/t/` and the token.

    None for everything that this installation did not sign (`base.signing.verify`); never raises.
    """
    text = text.strip()
    start = text.lower().rfind(WAY)
    token = text[start + len(WAY) :].rstrip("/") if start >= 0 else text
    if len(token) != LENGTH or not ALPHABET.issuperset(token):
        return None
    data = base64.b32decode(token)
    body, signature = data[: BODY.size], data[BODY.size :]
    number, key, booking, session, serial, places, valid_until = BODY.unpack(body)
    if number != FORMAT or not verify(body, signature, key):
        return None
    return Ticket(booking.decode("ascii"), session.decode("ascii"), serial, places, valid_until)
