"""Buttons and small marks."""

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sciweek.look.tags.icons import icon as sprite

register = template.Library()

STATES = {
    "done": gettext_noop("已交"),
    "waiting": gettext_noop("待看"),
    "returned": gettext_noop("已退回"),
    "open": gettext_noop("未交"),
    "overdue": gettext_noop("逾期"),
}


def attributes(given: dict[str, Any]) -> SafeString:
    """Keyword arguments of a tag as HTML attributes: ``hx_post`` is written hx-post, ``class_`` class."""
    return flatatt(
        {
            name.rstrip("_").replace("_", "-"): value
            for name, value in given.items()
            if value not in (None, "")
        }
    )


@register.simple_block_tag
def button(
    content: str,
    kind: str = "outline",
    href: str = "",
    small: bool = False,
    icon: str = "",
    unavailable: bool = False,
    **given: Any,
) -> SafeString:
    """vermilion (one per screen), ink or outline; a link when `href` is given.

    `unavailable`: dashed, and its label is the reason.
    """
    css = f"button button-{kind}" + (" button-small" if small else "")
    drawing = sprite(icon) if icon else ""
    if unavailable:
        return format_html('<span class="{} is-unavailable">{}{}</span>', css, drawing, content)
    if href:
        return format_html(
            '<a class="{}" href="{}"{}>{}{}</a>', css, href, attributes(given), drawing, content
        )
    given.setdefault("type", "submit")
    return format_html('<button class="{}"{}>{}{}</button>', css, attributes(given), drawing, content)


@register.simple_tag
def badge(level: str, words: str, icon: str = "") -> SafeString:
    """now, good, attention, info, error or quiet: a bar, a wash and a word."""
    return format_html('<span class="badge badge-{}">{}{}</span>', level, sprite(icon) if icon else "", words)


@register.simple_tag
def state(name: str, words: str = "") -> SafeString:
    """■ 已交 ◪ 待看 ← 已退回 □ 未交 ! 逾期: a shape and a word; `words` says it more exactly (剩 2 天)."""
    return format_html(
        '<span class="state state-{}">{}{}</span>', name, sprite(f"state-{name}"), words or _(STATES[name])
    )
