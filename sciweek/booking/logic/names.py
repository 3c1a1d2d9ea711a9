"""As much of a name as a list or a door needs, never the whole."""

# Family names of two signs; everybody else's is the first.
TWO_SIGNS = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 端木 南宫 西门 长孙 宇文 轩辕 闻人 呼延 "
    "澹台 独孤 拓跋 百里 东郭 公羊 鲜于 申屠 太史 仲孙 钟离".split()
)
LONGEST = 12


def masked_name(name: str) -> str:
    """陈** for 陈小满, 欧阳** for 欧阳娜, A** for Anna Smith; "" of nobody."""
    word = name.strip()
    if not word:
        return ""
    return f"{word[: _family(word)]}**"


def last_part(name: str) -> str:
    """小满 for 陈小满, 娜 for 欧阳娜, Smith for Anna Smith; a name of one sign stays hidden."""
    words = name.split()
    if not words:
        return ""
    if len(words) > 1:
        return words[-1][:LONGEST]
    word = words[0]
    if word.isascii():
        return f"…{word[-2:]}" if len(word) > 2 else "…"
    return word[_family(word) :][:LONGEST] or "…"


def _family(word: str) -> int:
    return 2 if len(word) > 2 and word[:2] in TWO_SIGNS else 1
