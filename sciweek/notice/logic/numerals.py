"""Chinese and Arabic numerals of official papers: 二十三, 二○○八, 廿七, 2008, ①."""

import unicodedata

_DIGITS = {c: i for i, c in enumerate("○一二三四五六七八九")} | {"零": 0, "O": 0, "o": 0, "两": 2, "〇": 0}


def number(numeral: str) -> int | None:
    """The number meant by a numeral up to 99 (三, 十二, 廿七, 12, ③), or None."""
    numeral = numeral.strip()
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and numeral not in _DIGITS and numeral not in "十廿卅":
        try:
            return int(unicodedata.numeric(numeral))
        except ValueError:
            return None
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    if numeral and all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    return None


def year(numeral: str) -> int | None:
    """The year meant by four digits in either form, mixed ones included (二00七, 二○二三, 2016)."""
    digits = [str(_DIGITS[c]) if c in _DIGITS else c if c.isdecimal() else "?" for c in numeral]
    found = "".join(digits)
    if len(found) != 4 or "?" in found:
        return None
    return int(found) if 1900 <= int(found) <= 2199 else None
