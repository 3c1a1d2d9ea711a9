"""The rows of the board: put together here, because a thousand of them must be written at once."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sciweek.look.tags.marks import state

register = template.Library()

ROW = (
    '<tr><th scope="row"><div class="pick"><label><input type="checkbox" name="code" value="{code}" '
    'aria-label="{pick} {name}"></label><div><a href="{url}">{name}</a><span class="fine">{kind}</span></div></div></th>'
    '<td data-label="{when_word}"{when_css}>{when}</td><td data-label="{place_word}"{place_css}>{place}</td>'
    '<td class="breakable" data-label="{unit_word}">{unit}</td><td data-label="{opinion_word}">{opinion}</td>'
    '<td data-label="{state_word}">{state}</td></tr>'
)
LACKING = mark_safe(' class="is-returned"')
NOTHING = ""
BREAKABLE = mark_safe(' class="breakable"')
DASH = "—"


@register.simple_tag
def board_lines(lines: Any) -> SafeString:
    """One row of the table for each line (`pages.board.Line`); what keeps one from being published is marked."""
    # Safe strings pass through `format_html` untouched: words that stand in every row are escaped once.
    words = {
        name: format_html("{}", text)
        for name, text in {
            "pick": _("选中"),
            "when_word": _("时间"),
            "place_word": _("地点"),
            "unit_word": _("填报单位"),
            "opinion_word": _("审查意见"),
            "state_word": _("状态"),
        }.items()
    }
    marks = {("", ""): format_html('<span class="fine">{}</span>', _("还没有"))}
    for line in lines:
        for mark in ((line.opinion_shape, line.opinion), (line.shape, line.state)):
            if mark not in marks:
                marks[mark] = state(*mark)
    return format_html_join("", ROW, (words | _cells(line, marks) for line in lines))


def _cells(line: Any, marks: dict[tuple[str, str], SafeString]) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "url": line.url,
        "kind": f"{line.kind} · {line.series}" if line.series else line.kind,
        "when": line.when or DASH,
        "when_css": NOTHING if line.when else LACKING,
        "place": line.place or DASH,
        "place_css": LACKING if line.lacks_place else BREAKABLE,
        "unit": line.unit or DASH,
        "opinion": marks[line.opinion_shape, line.opinion],
        "state": marks[line.shape, line.state],
    }
