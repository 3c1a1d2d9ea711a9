"""As much of a name as a door needs: the part by which one is called, never the whole."""

# Family names of two signs; everybody else's is the first.
TWO_SIGNS = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 端木 南宫 西门 长孙 宇文 轩辕 闻人 呼延 "
    "澹台 独孤 拓跋 百里 东郭 公羊 鲜于 申屠 太史 仲孙 钟离".split()
)
LONGEST = 12


def last_part(name: str) -> str:
    """小明 for 王小明, 娜 for 欧阳娜, Smith for Anna Smith; a name of one sign stays hidden."""
    words = name.split()
    if not words:
        return ""
    if len(words) > 1:
        return words[-1][:LONGEST]
    word = words[0]
    if word.isascii():
        return f"…{word[-2:]}" if len(word) > 2 else "…"
    if len(word) > 2 and word[:2] in TWO_SIGNS:
        return word[2:][:LONGEST]
    return word[1:][:LONGEST] or "…"
