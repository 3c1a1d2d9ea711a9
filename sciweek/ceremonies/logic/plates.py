"""Number plates as people write them. Judged leniently: what is refused could not be let through a gate by anybody."""

import re
import unicodedata
from dataclasses import dataclass

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# 京A12345, 粤B1234学; eight signs: 京AD12345 (small cars), 京A12345D (large ones).
ORDINARY = re.compile(rf"[{PROVINCES}使][A-Z][A-Z0-9]{{4}}[A-Z0-9学警港澳挂领应急]")
NEW_ENERGY = re.compile(rf"[{PROVINCES}][A-Z](?:[A-HJK][A-Z0-9]\d{{4}}|\d{{5}}[A-HJK])")
# Whatever else drives here: army, armed police, trailers, temporary plates.
SOME = re.compile(r"[A-Z0-9\u4e00-\u9fff]{5,12}")
BETWEEN = re.compile(r"[\s·•.・‧∙\-—_]+")


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate in one writing: capitals, no signs between."""

    text: str

    @property
    def is_new_energy(self) -> bool:
        return NEW_ENERGY.fullmatch(self.text) is not None

    @property
    def shown(self) -> str:
        """As it stands on the car: 京A·12345."""
        if self.text[:1] in PROVINCES and self.text[1:2].isalpha():
            return f"{self.text[:2]}·{self.text[2:]}"
        return self.text


def read_plate(text: str) -> Plate | None:
    """The plate that is meant; None for what is none."""
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if ORDINARY.fullmatch(plain) or NEW_ENERGY.fullmatch(plain):
        return Plate(plain)
    is_some = SOME.fullmatch(plain) and sum(sign.isascii() and sign.isdigit() for sign in plain) >= 3
    # Eleven digits are somebody's telephone in the wrong field.
    return Plate(plain) if is_some and not plain.isdigit() else None


def shown_plate(text: str) -> str:
    return Plate(text).shown if text else ""
