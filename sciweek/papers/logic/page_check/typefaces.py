"""The names under which machines know the typefaces of papers."""

_NAMES = {
    "小标宋": ("小标宋", "xiaobiaosong", "fzxbs"),
    "仿宋": ("仿宋", "fangsong"),
    "楷体": ("楷体", "楷_", "kaiti"),
    "黑体": ("黑体", "simhei", "heiti"),
    "宋体": ("宋体", "simsun"),
}


def is_face(font: str, wanted: str) -> bool:
    """Whether a font's name means that typeface."""
    return face_of(font) == wanted


def face_of(font: str) -> str:
    """The typeface that a font's name means, empty when it is another one."""
    name = font.lower()
    return next((face for face, parts in _NAMES.items() if any(part in name for part in parts)), "")
