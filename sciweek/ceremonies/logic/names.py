"""Names of people as they are set: two characters spaced to three, minority names with their dot."""

import unicodedata

GAP = "\u3000"
# What stands between the parts of a name: written in many ways, set in one.
DOTS = "·•・‧∙．.｡"


def plain_name(text: str) -> str:
    """A name as it is stored: Chinese names without the gaps that fill a table, dots between parts alike."""
    text = " ".join(text.split())
    if any(_is_han(sign) for sign in text):
        text = text.replace(" ", "")
        for dot in DOTS:
            text = text.replace(dot, "·")
        text = text.strip("·")
    return text


def spaced(name: str) -> str:
    """李明 is set as 李　明, so that it stands as wide as three characters."""
    return f"{name[0]}{GAP}{name[1]}" if len(name) == 2 and all(map(_is_han, name)) else name


def ems(text: str) -> float:
    """How wide the text is, in characters of its size."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.56 for sign in text)


def fitted(text: str, *, width: float, height: float, most: float, least: float) -> float:
    """The largest size in whole points at which the text stands in one line of that room; lengths in points."""
    size = min(width / max(ems(text), 1.0), height, most)
    return max(least, float(int(size)))


def _is_han(sign: str) -> bool:
    return "CJK" in unicodedata.name(sign, "")


def masked_name(name: str) -> str:
    """The first sign, and that there are more: 李＊＊."""
    return name[:1] + "＊" * (len(name) - 1)
