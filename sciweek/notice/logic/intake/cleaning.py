"""Keeps the text as it was written and takes out only what no reader can see: control characters, bidirectional
controls, zero-width characters. Line ends become "\\n". Nothing else changes (no width folding, no trimming)."""

import re
import unicodedata

from .outcome import Remark, remark

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Bidirectional marks, embeddings, overrides and isolates (UAX #9).
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Zero-width spaces and joiners, soft hyphen, byte order mark, invisible operators, tag characters.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]")

# PDF fonts often map 日, 月, 一 … to the radical blocks, where no date reader finds them.
_RADICALS = re.compile("[\u2e80-\u2fd5]")
# Radical supplement forms that Unicode gives no compatibility decomposition, but fonts use for the whole character.
_RADICAL_FORMS = str.maketrans(
    "⺠⻓⻔⻅⻆⻉⻋⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻩⻬⻮⻰", "民长门见角贝车青韦页风飞食马鬼鱼鸟黄齐齿龙"
)


def cleaned(text: str) -> tuple[str, list[Remark]]:
    """The text without invisible characters, and a remark for each class that was found."""
    remarks = []
    text = _LINE_ENDS.sub("\n", text)
    for code, pattern in (
        ("control_removed", _CONTROL),
        ("direction_removed", _DIRECTION),
        ("invisible_removed", _INVISIBLE),
    ):
        text, count = pattern.subn("", text)
        if count:
            remarks.append(remark(code, count=count))
    return text, remarks


def radicals_replaced(text: str) -> tuple[str, int]:
    """Radical characters as the ideographs that they stand for, and how many there were."""

    def ideograph(found: re.Match[str]) -> str:
        return unicodedata.normalize("NFKC", found[0]).translate(_RADICAL_FORMS)

    return _RADICALS.subn(ideograph, text)
