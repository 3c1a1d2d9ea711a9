"""Dates, hours and lists as official papers write them. Always Chinese, whatever the page's language is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sciweek.dispatch.logic.material import ActivityLine, Party

WEEKDAYS = "一二三四五六日"
# Until then it is still the night before.
NIGHT = timedelta(hours=6)


def day_words(day: date, year: int | None = None, *, weekday: bool = False) -> str:
    """5月21日; the year stands before it unless it is `year`."""
    words = f"{day.month}月{day.day}日"
    if day.year != year:
        words = f"{day.year}年{words}"
    return f"{words}（星期{WEEKDAYS[day.weekday()]}）" if weekday else words


def days_words(first: date, last: date, year: int | None = None, *, weekday: bool = False) -> str:
    """2027年5月22日至29日: what both days share is said once."""
    if first == last:
        return day_words(first, year, weekday=weekday)
    head = day_words(first, year, weekday=weekday)
    if (first.year, first.month) == (last.year, last.month):
        tail = f"{last.day}日" + (f"（星期{WEEKDAYS[last.weekday()]}）" if weekday else "")
    else:
        tail = day_words(last, first.year, weekday=weekday)
    return f"{head}至{tail}"


def clock_words(moment: time | datetime) -> str:
    """9:00, 17:00."""
    return f"{moment.hour}:{moment.minute:02d}"


def _end_words(start: datetime, end: datetime) -> str:
    """The hour of an end; after midnight it is still the same evening."""
    if end.date() == start.date():
        return clock_words(end)
    return "24:00" if end.time() == time() else f"次日{clock_words(end)}"


def time_of(line: ActivityLine, year: int) -> str:
    """When an activity is, for a table's cell: the day, below it the hours; the first day, below it the last."""
    start, end = line.starts_at, line.ends_at
    if start is None:
        return ""
    last = (end - timedelta(microseconds=1)).date() if end else start.date()
    if line.is_all_day:
        return days_words(start.date(), last, year).replace("至", "\n至")
    if end is None:
        return f"{day_words(start.date(), year)}\n{clock_words(start)}"
    if (end - NIGHT).date() <= start.date():
        return f"{day_words(start.date(), year)}\n{clock_words(start)}—{_end_words(start, end)}"
    return days_words(start.date(), last, year).replace("至", "\n至")


def listed(words: Iterable[str]) -> str:
    return "、".join(filter(None, words))


def ended(text: str) -> str:
    """The text with a full stop, if it has no end of its own."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；" else f"{text.rstrip('：:，,、；;')}。"


def addressees(parties: Sequence[Party], word: str) -> str:
    """主送机关: kinds in their order, set apart by commas; few units of a kind by their names.

    `word` is the region's own: 区 in 区直有关部门.
    """
    return "，".join(_of_kind(kind, found, word, as_bodies=True) for kind, found in _by_kind(parties))


def named(parties: Sequence[Party]) -> str:
    """Units by their names: kinds set apart by commas; beyond a dozen 各有关单位."""
    if len(parties) > MOST_NAMED:
        return "各有关单位"
    return "，".join(listed(party.name for party in found) for _kind, found in _by_kind(parties))


def who(ids: Iterable[int], parties: Sequence[Party], word: str) -> str:
    """Who hands something in: 各单位 when all do, else by kinds and names."""
    wanted = set(ids)
    owing = [party for party in parties if party.id in wanted]
    if not owing or len(owing) == len(parties):
        return "各单位"
    words = []
    for kind, found in _by_kind(owing):
        whole = len(found) == sum(party.kind == kind for party in parties)
        words.append(_of_kind(kind, found, word) if whole else _some(kind, found))
    return "、".join(words)


MOST_NAMED = 12
FEW = 2
SOME = 4
NOUNS = {
    "street": "街道",
    "department": "部门",
    "school": "学校",
    "base": "科普基地",
    "institute": "科研院所",
    "media": "新闻单位",
    "enterprise": "企业",
    "committee": "组委会成员单位",
    "other": "单位",
}


def _by_kind(parties: Iterable[Party]) -> list[tuple[str, list[Party]]]:
    kinds: dict[str, list[Party]] = {}
    for party in parties:
        kinds.setdefault(party.kind, []).append(party)
    return list(kinds.items())


def _of_kind(kind: str, found: Sequence[Party], word: str, *, as_bodies: bool = False) -> str:
    """All units of a kind that take part, in one expression."""
    if kind == "street" and len(found) > 1:
        return _streets(found, as_bodies=as_bodies)
    if kind == "department" and len(found) > 1:
        return f"{word}直有关部门"
    if len(found) <= FEW or kind == "other":
        return listed(party.name for party in found)
    if kind == "committee":
        return f"各{NOUNS[kind]}"
    return ("各" if all(party.is_all for party in found) else "有关") + NOUNS[kind]


def _streets(found: Sequence[Party], *, as_bodies: bool) -> str:
    """各街道办事处, 各乡镇人民政府 …; the posts that each of them has stand in place of the office."""
    posts = found[0].posts
    towns = [party.name for party in found if not party.name.removesuffix("办事处").endswith("街道")]
    noun = "街道" if not towns else "乡镇" if len(towns) == len(found) else "乡镇（街道）"
    if not all(party.is_all for party in found):
        return f"有关{noun}"
    if as_bodies and posts and all(party.posts == posts for party in found):
        return f"各{noun}{listed(posts)}"
    return f"各{noun}" + ({"街道": "办事处", "乡镇": "人民政府"}.get(noun, "") if as_bodies else "")


def _some(kind: str, found: Sequence[Party]) -> str:
    """A part of a kind: names, or 有关 when there are too many."""
    return listed(party.name for party in found) if len(found) <= SOME else f"有关{NOUNS[kind]}"
