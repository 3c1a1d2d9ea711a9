"""Word's automatic list numbers (ECMA-376 part 1, 17.9), rendered as the text that Word shows.

Notices number their sections 一、（一）1. by the list function, so the numbers are not in the paragraphs' text.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from .archive import attribute, child, children, local

_DIGITS = "〇一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ENCLOSED = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}


@dataclass(frozen=True)
class Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = "%1"
    suffix: str = "tab"
    restarts: bool = True
    legal: bool = False
    style: str | None = None


@dataclass
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    counter: str = ""
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document. `label` must be asked once per numbered paragraph, in document order."""

    def __init__(self, root: etree._Element | None = None) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._overridden: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def level_of_style(self, number_id: str, style: str) -> int | None:
        """Which level of the list belongs to a paragraph style."""
        levels = self._lists[number_id].levels if number_id in self._lists else {}
        return next((depth for depth, level in levels.items() if level.style == style), None)

    def label(self, number_id: str, depth: int) -> str:
        """Counts the paragraph and returns what stands before its text, with the space that keeps digits apart."""
        found = self._lists.get(number_id)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return ""
        counts = self._counts[found.counter]
        if depth in found.overrides and (number_id, depth) not in self._overridden:
            self._overridden.add((number_id, depth))
            counts[depth] = found.overrides[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            if found.levels.get(deeper, Level()).restarts:
                del counts[deeper]

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            other = found.levels.get(at, Level())
            count = counts.setdefault(at, other.start) if at < depth else counts.get(at, other.start)
            return number_as("decimal" if level.legal else other.form, count)

        if level.form == "bullet":
            text = "•"
        else:
            text = re.sub(r"%([1-9])", shown, level.pattern)
        if not text:
            return ""
        # 一、 and （一） need no space; after "1." one is needed, or "1." and "2023年" would become "1.2023年".
        return text + (" " if (level.suffix != "nothing" and text[-1] < "\u2000") or text == "•" else "")

    def _load(self, root: etree._Element) -> None:
        abstract: dict[str, etree._Element] = {}
        by_style_link: dict[str, etree._Element] = {}
        for each in children(root, "abstractNum"):
            abstract[attribute(each, "abstractNumId") or ""] = each
            link = child(each, "styleLink")
            if link is not None:
                by_style_link[attribute(link, "val") or ""] = each
        for number in children(root, "num"):
            base = child(number, "abstractNumId")
            key = (attribute(base, "val") or "") if base is not None else ""
            definition = abstract.get(key)
            if definition is None:
                continue
            link = child(definition, "numStyleLink")
            if link is not None:
                definition = by_style_link.get(attribute(link, "val") or "", definition)
            made = _List(_levels(definition), counter=attribute(definition, "abstractNumId") or key)
            for override in children(number, "lvlOverride"):
                depth = _int(attribute(override, "ilvl"), 0)
                made.levels.update(_levels(override))
                start = child(override, "startOverride")
                if start is not None:
                    made.overrides[depth] = _int(attribute(start, "val"), 1)
            self._lists[attribute(number, "numId") or ""] = made


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels = {}
    for each in children(parent, "lvl"):
        values = {local(part): attribute(part, "val") for part in each}
        legal = "isLgl" in values and values["isLgl"] not in ("0", "false", "off")
        levels[_int(attribute(each, "ilvl"), 0)] = Level(
            start=_int(values.get("start"), 0 if "start" not in values else 1),
            form=values.get("numFmt") or _extended_form(each) or "decimal",
            pattern=values.get("lvlText") or "",
            suffix=values.get("suff") or "tab",
            restarts=values.get("lvlRestart") != "0",
            legal=legal,
            style=values.get("pStyle"),
        )
    return levels


def _extended_form(level: etree._Element) -> str | None:
    """Newer Word wraps a number format of its own in an alternative-content block; the fallback is standard."""
    for each in level.iter():
        if local(each) == "numFmt":
            value = attribute(each, "val")
            if value and value != "custom":
                return value
    return None


def _int(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value) else default


def number_as(form: str, number: int) -> str:
    """`number` written in one of Word's number formats; formats unknown here are written in digits."""
    if form in ("none", "bullet"):
        return ""
    if number <= 0:
        return "〇" if number == 0 and "ideograph" in form else str(number)
    if form in _ENCLOSED and number <= _ENCLOSED[form][1]:
        return chr(_ENCLOSED[form][0] + number - 1)
    return _WRITTEN.get(form, str)(number)


def chinese_number(
    number: int, digits: str = "零一二三四五六七八九", units: tuple[str, ...] = ("", "十", "百", "千")
) -> str:
    """1 to 9999 in words: 10 → 十, 21 → 二十一, 101 → 一百零一."""
    if not 0 < number < 10_000:
        return str(number)
    words, pending_zero = "", False
    places = str(number)
    for place, digit in enumerate(places):
        unit = units[len(places) - 1 - place]
        if digit == "0":
            pending_zero = True
            continue
        words += ("零" if pending_zero and words else "") + digits[int(digit)] + unit
        pending_zero = False
    return words.removeprefix("一") if words.startswith("一十") else words


def _roman(number: int) -> str:
    words = ""
    rest = min(number, 3999)
    for value, letters in _ROMAN:
        words += letters * (rest // value)
        rest %= value
    return words


def _letters(number: int) -> str:
    """a … z, aa, bb …: Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)


def _digitwise(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _financial(number: int) -> str:
    return chinese_number(number, _FINANCIAL, ("", "拾", "佰", "仟"))


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


_WRITTEN: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "koreanCounting": chinese_number,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": _financial,
    "ideographLegalTraditional": _financial,
    "japaneseLegal": _financial,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
