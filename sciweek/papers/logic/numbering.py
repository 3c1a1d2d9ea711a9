"""Numbers of headings: 一、 （一） 1. （1） and the years and dates of a paper."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sciweek.papers.logic.blocks import Block, Heading, Title

_DIGITS = "零一二三四五六七八九"

NUMBERS = (
    re.compile(r"(?P<n>[一二三四五六七八九十]{1,4})、"),
    re.compile(r"（(?P<n>[一二三四五六七八九十]{1,4})）"),
    re.compile(r"(?P<n>\d{1,2})[.．](?!\d)"),
    re.compile(r"（(?P<n>\d{1,2})）"),
)
"""What a heading of level 1 to 4 begins with."""


def chinese(number: int) -> str:
    """1 to 99 in Chinese numerals: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def value_of(numeral: str) -> int:
    """The number that a Chinese or Arabic numeral below 100 stands for; 0 for what is none (十十)."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if tens not in _DIGITS or ones not in _DIGITS:
        return 0
    return (_DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.index(ones) if ones else 0)


def number_text(level: int, number: int) -> str:
    """How a heading of that level is numbered."""
    if level == 1:
        return f"{chinese(number)}、"
    if level == 2:
        return f"（{chinese(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with every heading's number filled in; a new title begins to count anew."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if isinstance(block, Title):
            counts = [0, 0, 0, 0]
        if isinstance(block, Heading) and block.number is not None:
            at = block.level - 1
            found = NUMBERS[at].match(block.number)
            counts[at] = value_of(found["n"]) if found else counts[at] + 1
            counts[at + 1 :] = [0] * (3 - at)
            yield replace(block, number=block.number or number_text(block.level, counts[at]))
        else:
            yield block


def date_text(day: dt.date) -> str:
    """成文日期: Arabic digits, the full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def year_of_number(number: str) -> int | None:
    """The year inside 临科字〔2028〕9号."""
    found = re.search(r"〔(\d{4})〕", number)
    return int(found[1]) if found else None
