"""Counts as threads, with the numbers beside them."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.look import drawings
from sciweek.look.parts import Bar
from sciweek.look.ribbon_words import count_words
from sciweek.look.tags.icons import kind_css

register = template.Library()


@register.simple_block_tag
def progress(content: str, done: int, total: int, label: str = "", small: bool = False) -> SafeString:
    """Threads filling; the content says the counts in words and offers to leave or stop."""
    return format_html(
        '<div class="progress{}"><div class="progress-bar" role="progressbar" aria-label="{}" aria-valuemin="0" '
        'aria-valuemax="{}" aria-valuenow="{}">{}</div><div class="progress-words">{}</div></div>',
        " progress-small" if small else "",
        label or _("进度"),
        total,
        min(max(done, 0), total),
        drawings.filled_svg(done, total),
        content,
    )


@register.simple_tag
def seats(taken: int, total: int, waiting: int = 0) -> SafeString:
    """One thread per seat, free ones long; then the numbers. Few seats left turn amber, none grey."""
    taken = min(max(taken, 0), total)
    free = total - taken
    few = max(2, total // 20)
    level = "full" if not free else "few" if free <= few else "free"
    words = {
        "full": _("已满"),
        "few": _("仅余 %(free)s 席") % {"free": free},
        "free": _("余 %(free)s 席") % {"free": free},
    }[level]
    note = (
        _("候补 %(waiting)s 人") % {"waiting": waiting}
        if waiting
        else _("共 %(total)s 席") % {"total": total}
    )
    return format_html(
        '<div class="seats seats-{}">{}<p><b>{}</b> <span class="fine">{}</span></p></div>',
        level,
        drawings.seats_svg(taken, total),
        words,
        note,
    )


@register.inclusion_tag("look/bars.html")
def bars(rows: list[Bar], caption: str = "") -> dict[str, Any]:
    """Figures as threads with the number beside them. None prints —, zero prints 0."""
    most = max((bar.value or 0 for bar in rows), default=0)
    return {
        "caption": caption,
        "rows": [
            {
                "label": bar.label,
                "css": kind_css(bar.kind) if bar.kind else "",
                "drawing": drawings.filled_svg(bar.value or 0, most, "bar"),
                "value": "—" if bar.value is None else bar.value,
            }
            for bar in rows
        ],
    }


register.filter("count_words", count_words)
