"""发文字号: 机关代字〔year〕n号, by GB/T 9704-2012 with six-angled brackets, the full year, no 第, no leading zero."""

import re

from sciweek.base.text import clean

AS_WRITTEN = str.maketrans("[［【(（﹝]］】)）﹞０１２３４５６７８９", "〔〔〔〔〔〔〕〕〕〕〕〕0123456789")
NUMBER = re.compile(r"[^\s〔〕0-9]{1,30}〔(?:19|20)[0-9]{2}〕[1-9][0-9]{0,4}号")


def tidied(text: str) -> str:
    """The number as it should stand: blanks and what nobody sees out, brackets six-angled, digits narrow, 第 and
    leading zeros dropped."""
    plain = "".join(clean(text).split()).translate(AS_WRITTEN)
    return re.sub(r"〕第?0*(?=\d)", "〕", plain)


def is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None
