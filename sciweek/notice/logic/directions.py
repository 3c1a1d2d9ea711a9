"""The main content of a week: directions, or events where its items are named as such."""

from sciweek.notice.logic.activity_items import Item, list_items, parted
from sciweek.notice.logic.event_names import GENERIC, SLOGAN
from sciweek.notice.logic.findings import DirectionFinding, quoted
from sciweek.notice.logic.layout import Layout, Para, Section
from sciweek.notice.logic.source import Span

# A numbered direction opens with the sentence that names it, however many documents that sentence quotes.
LONGEST_HEADING = 100


def content_of(
    layout: Layout, section: Section, paras: list[Para]
) -> tuple[list[Item], list[DirectionFinding]]:
    """A 主要内容 section holds directions, or events where most of its items are named as such."""
    view = layout.view
    heading = view[section.heading[0] : section.heading[1]]
    rest = paras[1:]
    items = (
        list_items(layout, rest, "main", "“" + heading[:16] + "”一节的条目")
        if any(p.style for p in rest)
        else []
    )
    events = [
        i
        for i in items
        if i.event
        and not SLOGAN.search(view[i.name[0] : i.name[1]])
        and not GENERIC.search(view[i.name[0] : i.name[1]])
    ]
    style = next((p.style for p in rest if p.style), None)
    numbered = [] if style in {None, "label"} else list(parted(rest, style))
    if numbered and len(events) >= 0.6 * len(numbered) and len(events) >= 2:
        return events, []
    return [], _directions(layout, paras, numbered)


def _directions(
    layout: Layout, paras: list[Para], numbered: list[tuple[Para, list[Para]]]
) -> list[DirectionFinding]:
    source, view = layout.source, layout.view
    out: list[DirectionFinding] = []
    reason = "“主要内容”一节的条目"
    if not numbered:
        for para in paras:
            start = para.heading_end or para.body
            a, b = _strip_colon(view, start, para.end)
            if b - a > 8 and not para.is_heading:
                out.append(DirectionFinding(None, quoted(source, a, b, "“主要内容”一节的正文")))
    for para, below in numbered:
        end = below[-1].end if below else para.end
        if para.heading_end:
            a, b = _strip_colon(view, para.heading_end, end)
            out.append(
                DirectionFinding(
                    quoted(source, para.body, para.heading_end, reason),
                    quoted(source, a, b, reason) if b > a else None,
                )
            )
            continue
        stop = view.find("。", para.body, para.end)
        if para.body < stop <= para.body + LONGEST_HEADING and view[stop + 1 : end].strip():
            heading, text = quoted(source, para.body, stop, reason), quoted(source, stop + 1, end, reason)
            out.append(DirectionFinding(heading, text))
        else:
            out.append(DirectionFinding(None, quoted(source, para.body, end, reason)))
    return out


def _strip_colon(view: str, start: int, end: int) -> Span:
    while start < end and view[start] in " :。.":
        start += 1
    return start, end
