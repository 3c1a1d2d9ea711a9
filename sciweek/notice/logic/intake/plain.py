"""Plain text: which encoding, and is it text at all.

Order of belief: byte order mark, UTF-16 without one (its shape is unmistakable), strict UTF-8, then GB18030 against
Big5 by how many of the characters are everyday ones, and only then charset-normalizer's general guess.
"""

import codecs
import re

from . import limits
from .outcome import Refusal, Remark, remark

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The most frequent characters of running Chinese and of official notices, simplified and traditional.
_EVERYDAY = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
    "关于印举办科技术周宣传部委市区县省通知组织实施案请按照根据精神结合各单位街道乡镇学校协局教育文化卫生健康主题内容要求联系电话附件月日至前报送材料表"
    "這個們來時為說國著裡後會過對學麼還樣種開總從無動現頭經長兒愛給間兩親進話與關於舉辦術傳縣組織實請據結單位鄉鎮協衛題聯繫電話報員廳區體應機構發佈"
)
_PUNCTUATION = frozenset("，。、：；（）《》“”〔〕「」『』！？—…　·●①②③〇")
_CHINESE = re.compile("[\u3400-\u9fff]")
# What a double-byte encoding read as another one typically leaves behind.
_ALIEN = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")

_GUESS_FROM = 64 * 1024
_READABLE = 0.25
"""Share of everyday characters below which a guessed decoding of Chinese is not believed; prose has 0.45-0.7."""


def read_plain(data: bytes) -> tuple[str, list[Remark]]:
    """Bytes as text. Raises `Refusal`: unknown (binary), garbled, no_text, too_much_text."""
    if len(data) > 4 * limits.MAX_CHARACTERS:
        raise Refusal("too_much_text")
    text, remarks = decode(data)
    _require_text(text)
    return text, remarks


def decode(data: bytes, declared: str | None = None) -> tuple[str, list[Remark]]:
    """`declared` is what the file says of itself, believed when it fits. Raises `Refusal`: unknown, garbled."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _repaired(*_forgiving(data[len(mark) :], encoding))
    wide = _utf16_without_mark(data)
    if wide:
        text, remarks = _forgiving(data, wide)
        return text, [remark("encoding_guessed", encoding=wide.upper()), *remarks]
    whole, cut = _without_cut_character(data)
    try:
        text = whole.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared)
    return _repaired(text, [remark("cut_off")] if cut else [])


def everyday_share(text: str) -> float:
    """Share of the Chinese characters in `text` that are everyday ones; 0.0 when there are none."""
    chinese = _CHINESE.findall(text)
    return sum(each in _EVERYDAY for each in chinese) / len(chinese) if chinese else 0.0


def _forgiving(data: bytes, encoding: str) -> tuple[str, list[Remark]]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return text, [remark("undecodable_removed", count=lost)] if lost else []


def _without_cut_character(data: bytes) -> tuple[bytes, bool]:
    """A download that broke off inside a character is still UTF-8."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return (data[:-back], True) if back < needed and len(data) > 64 else (data, False)
        if byte < 0x80:
            break
    return data, False


def _utf16_without_mark(data: bytes) -> str | None:
    """The byte order, when line ends, digits and common characters stand where UTF-16 puts them."""
    if len(data) < 8 or len(data) % 2:
        return None
    sample = data[:8192]
    scores = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        fitting = sum(
            each in _EVERYDAY or each in _PUNCTUATION or each in "\r\n\t" or " " <= each <= "~"
            for each in text
        )
        scores[encoding] = fitting / len(text)
    best = max(scores, key=lambda encoding: scores[encoding])
    other = min(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0.35 and scores[best] > 3 * scores[other] and b"\0" in sample else None


def _legacy(data: bytes, declared: str | None) -> tuple[str, list[Remark]]:
    if data.count(0) > len(data) // 200 + 4:
        raise Refusal("unknown")
    sample = data[:_GUESS_FROM]
    candidates = []
    for encoding in dict.fromkeys(("gb18030", "big5hkscs", "utf-8", *_codec(declared))):
        tried = sample.decode(encoding, "replace")
        damage = len(_ALIEN.findall(tried)) / max(1, len(tried))
        candidates.append((everyday_share(tried) - 4 * damage, encoding))
    score, encoding = max(candidates)
    if score < _READABLE:
        return _general_guess(data)
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    remarks = []
    if not _codec(declared) or encoding not in _codec(declared):
        remarks.append(
            remark("encoding_guessed", encoding="Big5" if "big5" in encoding else encoding.upper())
        )
    if lost:
        remarks.append(remark("undecodable_removed", count=lost))
    return text, remarks


def _codec(declared: str | None) -> tuple[str, ...]:
    if not declared:
        return ()
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return ()
    # Pages that say gb2312 use the whole of GB18030; only text encodings may be named by a file.
    widened = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs"}.get(name, name)
    return (widened,) if widened.startswith(("gb", "big5", "utf", "iso8859", "cp", "euc", "shift")) else ()


def _general_guess(data: bytes) -> tuple[str, list[Remark]]:
    # Imported here: the reading child passes through this module and hardly ever needs the guess.
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_FROM]).best()
    if best is None:
        raise Refusal("unknown")
    text = data.decode(best.encoding, "replace")
    # Any bytes can be read as some single-byte alphabet; that is no evidence of text.
    if len(_CONTROL.findall(text)) or best.chaos > 0.1:
        raise Refusal("unknown")
    if not _CHINESE.search(text) or everyday_share(text) < _READABLE:
        raise Refusal("garbled")
    return text, [remark("encoding_guessed", encoding=best.encoding.upper())]


def _repaired(text: str, remarks: list[Remark]) -> tuple[str, list[Remark]]:
    """Undoes UTF-8 that was once read as GB18030, Windows-1252 or Latin-1, where that loses nothing; text that
    lost characters on that way is refused."""
    before = everyday_share(text[:20_000])
    # Not a surrogate of proof: the round trip must succeed for the whole text *and* read far better.
    for wrong in ("gb18030", "cp1252", "latin-1"):
        try:
            again = text.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if everyday_share(again[:20_000]) > max(_READABLE, 1.5 * before):
            return again, [*remarks, remark("mojibake_repaired")]
    if _is_garbled(text):
        raise Refusal("garbled")
    return text, remarks


def _is_garbled(text: str) -> bool:
    sample = text[:20_000]
    visible = sum(not each.isspace() for each in sample)
    if visible < 20:
        return False
    if sample.count("\ufffd") > 0.05 * visible:
        return True
    # UTF-8 read as GB18030 with losses: hundreds of rare characters, hardly an everyday one.
    chinese = len(_CHINESE.findall(sample))
    if chinese > 60 and chinese > 0.5 * visible and everyday_share(sample) < 0.12:
        return True
    latin = sum("\u0080" <= each <= "\u00ff" for each in sample)
    return chinese == 0 and latin > 0.3 * visible


def _require_text(text: str) -> None:
    if not text.strip("\0 \t\r\n\u3000\ufeff"):
        raise Refusal("no_text")
    if len(_CONTROL.findall(text)) > len(text) // 100 + 4:
        raise Refusal("unknown")
