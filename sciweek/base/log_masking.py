"""What the program's own log must not hold: the keys of addresses that open something by themselves, and pages of
traceback for what strangers ask."""

import logging
import re

# Personal links, door passes, bookings, tickets: every one of them is longer than a word of an address.
_KEY = re.compile(r"(?<=/)[A-Za-z0-9_~.:=-]{20,}")


class WithoutKeys(logging.Filter):
    """Addresses are logged with “…” in place of a key; whoever reads the log cannot follow them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(masked(each) if isinstance(each, str) else each for each in record.args)
        return True


class ShortOfStrangers(logging.Filter):
    """Whoever asks by a host name that is not ours, as every scanner does, is worth one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.security.DisallowedHost":
            record.exc_info = record.exc_text = None
        return True


def masked(text: str) -> str:
    """The text with the keys of its addresses left out."""
    return _KEY.sub("…", text) if text.startswith("/") else text
