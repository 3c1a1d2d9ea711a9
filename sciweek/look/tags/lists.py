"""Lists and tables, and the ways through them."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sciweek.look.kinds import kind_look
from sciweek.look.parts import Tab
from sciweek.look.tags.icons import kind_icon

register = template.Library()


@register.simple_tag
def activity_row(
    url: str,
    name: str,
    kind: str,
    time: str,
    place: str = "",
    note: str = "",
    live: bool = False,
    level: int = 3,
) -> SafeString:
    """One line of ``<ol class="activity-list">``. `note` is a word or a badge; `live` colours the time vermilion."""
    look = kind_look(kind)
    return format_html(
        '<li class="activity{}"><p class="activity-time">{}</p>{}<h{} class="activity-name"><a href="{}">{}</a></h{}>{}{}</li>',
        " is-live" if live else "",
        time,
        kind_icon(look.key),
        level,
        url,
        name,
        level,
        format_html('<p class="activity-place">{}</p>', place) if place else "",
        format_html('<p class="activity-note">{}</p>', note) if note else "",
    )


@register.inclusion_tag("look/kind_grid.html")
def kind_grid(cells: Any, label: str = "") -> dict[str, Any]:
    """The kinds with their counts, as links (`KindCell`)."""
    return {"cells": cells, "label": label or _("按类型看")}


@register.simple_tag
def tabs(items: list[Tab], label: str) -> SafeString:
    """Views of one list, side by side; the current one is underlined in vermilion."""
    return _tab_list("tabs", items, label)


@register.simple_tag
def chips(items: list[Tab], label: str) -> SafeString:
    """Filters as chips; a chosen one is a link that takes it away again."""
    return _tab_list("chips", items, label)


def _tab_list(css: str, items: list[Tab], label: str) -> SafeString:
    lines = format_html_join(
        "",
        '<li><a href="{}"{}>{}{}</a></li>',
        (
            (
                tab.href,
                mark_safe(' aria-current="true"') if tab.current else "",
                tab.label,
                format_html(' <span class="count">{}</span>', tab.count) if tab.count is not None else "",
            )
            for tab in items
        ),
    )
    return format_html('<nav aria-label="{}"><ul class="{}">{}</ul></nav>', label, css, lines)


@register.inclusion_tag("look/pager.html", takes_context=True)
def pager(context: Context, page: Any, name: str = "page", label: str = "") -> dict[str, Any]:
    """Leaf through a Django `Page`; keeps the rest of the query."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "label": label or _("翻页"),
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
        "numbers": [(number, address(number) if isinstance(number, int) else "") for number in numbers],
    }


@register.simple_block_tag
def table(content: str, caption: str, stack: bool = False, show_caption: bool = False) -> SafeString:
    """A table with a sticky head and first column. `stack`: on a phone each row is a block of its own, and every cell
    needs ``data-label`` with the words of its column."""
    return format_html(
        '<div class="table-scroll{0}" role="region" aria-label="{1}" tabindex="0"><table class="table">'
        "<caption{2}>{1}</caption>{3}</table></div>",
        " table-stack" if stack else "",
        caption,
        "" if show_caption else mark_safe(' class="visually-hidden"'),
        content,
    )
