"""发文字号: 机关代字〔year〕n号, by GB/T 9704-2012 with six-angled brackets, the full year, no 第, no leading zero."""

import re

BRACKETS = str.maketrans("[［【(（﹝]］】)）﹞", "〔〔〔〔〔〔〕〕〕〕〕〕")
NUMBER = re.compile(r"[^\s〔〕0-9]{1,30}〔(?:19|20)\d{2}〕[1-9]\d{0,4}号")


def tidied(text: str) -> str:
    """The number as it should stand: blanks out, brackets six-angled, 第 and leading zeros dropped."""
    plain = re.sub(r"\s+", "", text).translate(BRACKETS)
    return re.sub(r"〕第?0*(?=\d)", "〕", plain)


def is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None
