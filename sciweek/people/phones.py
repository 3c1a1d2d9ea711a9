"""Phone numbers: E.164 by the phonenumbers library, sealed, with a keyed digest and the last four digits."""

import re
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.sealing import digest
from sciweek.base.text import clean

# Seven or eight digits that start with neither 0 nor 1: a land line as people of the same place write it.
LOCAL = re.compile(r"[2-9]\d{2,3}-?\d{4}")
# A mobile as nearly everybody types it. The library comes to the same, after two dozen patterns, and a rush waits.
MOBILE = re.compile(r"1(?:[3-689][0-9]|7[0-8])[0-9]{8}")
# A land line of here behind its country code: Beijing, else an area that begins with 2 to 9; 400 and 800 among them.
LAND_LINE = re.compile(r"10[0-9]{8}|[2-9][0-9]{8,10}")
# Mobiles of the demo week's people: of a series that no network gives out. Nothing is ever sent to one.
INVENTED = "+861640000"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that could be read. `e164` like +8613900000001; an extension stands apart."""

    e164: str
    extension: str = ""

    @property
    def last4(self) -> str:
        return self.e164[-4:]

    @property
    def digest(self) -> str:
        """Equal for equal numbers, useless without the key file."""
        return digest(self.e164, "phone")

    @property
    def masked(self) -> str:
        return f"···{self.last4}"


def read_phone(text: str, *, area_code: str = "", country: str = "CN") -> Phone | None:
    """Read a number as people write it; `area_code` (like 0890) completes a local one.

    None: not a number, or a local one of nobody knows where.
    """
    if country == "CN" and MOBILE.fullmatch(text):
        return Phone(f"+86{text}")
    if LOCAL.fullmatch("".join(text.split())):
        text = f"{area_code}{text}"
        if not area_code:
            return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(form, number.extension or "")


def read_own_phone(text: str) -> Phone | None:
    """Read a number at which somebody is reached: a mobile, or a land line with its area code; or one of elsewhere.

    `read_phone` takes what may be a number at all, a short one of a hotline too. Here a mobile with a digit too few or
    with a wrong first one is none: whoever slipped is told while they look at it, and not looked for in vain later.
    """
    if MOBILE.fullmatch(text):
        return Phone(f"+86{text}")
    phone = read_phone(text)
    if phone is None or not phone.e164.startswith("+86"):
        return phone
    digits, typed = phone.e164.removeprefix("+86"), text.lstrip(" (（")
    has_trunk = typed.startswith(("0", "+"))
    is_line = has_trunk and LAND_LINE.fullmatch(digits) is not None
    return phone if is_line or MOBILE.fullmatch(digits) else None


def is_invented(e164: str) -> bool:
    """Whether the number is one of the demo week's, behind which nobody is."""
    return e164.startswith(INVENTED)


def phone_fields(text: str, *, area_code: str = "") -> dict[str, str]:
    """The three columns in which every row keeps a phone: `phone` (sealed), `phone_digest`, `phone_last4`.

    Raises `Refused` on the field `phone`. No number gives three empty columns.
    """
    text = clean(text)
    if not text:
        return {"phone": "", "phone_digest": "", "phone_last4": ""}
    phone = read_phone(text, area_code=area_code)
    if phone is None:
        raise Refused(
            fields={"phone": _("没有认出电话号码。手机写 11 位，座机带上区号，或者留空。")}, code="invalid"
        )
    return {"phone": phone.e164, "phone_digest": phone.digest, "phone_last4": phone.last4}


def shown_phone(e164: str) -> str:
    """A stored number as people here write it: 139 0000 0001, 0890-6120027, +852 2345 6789."""
    if not e164.startswith("+86"):
        number = phonenumbers.parse(e164) if e164 else None
        form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, form) if number else ""
    digits = e164.removeprefix("+86")
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if digits.startswith(("400", "800")):
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    area = 2 if digits.startswith(("10", "2")) else 3
    return f"0{digits[:area]}-{digits[area:]}"
