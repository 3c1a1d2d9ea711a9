"""Phone numbers as the public sees them."""

from dataclasses import dataclass

from sciweek.people.phones import read_phone


@dataclass(frozen=True, slots=True)
class Dial:
    """A number to show and a link to press."""

    words: str
    href: str


def dial(text: str, *, area_code: str = "") -> Dial | None:
    """The number as it was written (+86 left out), with a tel: link; None without one."""
    if not text.strip():
        return None
    phone = read_phone(text, area_code=area_code)
    words = text.removeprefix("+86").strip(" -") if text.startswith("+86") else text
    href = f"tel:{phone.e164}{f',{phone.extension}' if phone.extension else ''}" if phone else ""
    return Dial(words, href)
