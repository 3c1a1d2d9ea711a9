"""What a published notice does not repeat."""

import re

# A Chinese mobile number, with or without +86, blanks or hyphens, not part of a longer number.
MOBILE = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?(1[3-9]\d)([-\s]?)(\d{4})([-\s]?)(\d{4})(?!\d)")


def without_mobiles(text: str) -> str:
    """The text with the middle of every mobile number hidden; its length stays, so that evidence still fits."""

    def hide(found: re.Match[str]) -> str:
        start, end = found.start(3) - found.start(), found.end(3) - found.start()
        return f"{found.group(0)[:start]}****{found.group(0)[end:]}"

    return MOBILE.sub(hide, text)
