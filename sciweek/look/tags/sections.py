"""Heads of sections, messages, what is empty, lines of facts."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sciweek.look.phrases import headed, listed, set_apart
from sciweek.look.tags.icons import icon as sprite
from sciweek.look.tags.marks import attributes

register = template.Library()

LEVEL_ICONS = {
    "good": "check",
    "error": "error",
    "attention": "warning",
    "info": "info",
    "returned": "arrow-left",
}


@register.simple_tag
def section_head(
    title: str, note: str = "", href: str = "", link: str = "", level: int = 2, id: str = ""
) -> SafeString:
    """The head of a section, hanging from its 2 px ink line; `note` beside it, a link at the end."""
    return format_html(
        '<div class="section-head"><h{0}{1}>{2}</h{0}>{3}{4}</div>',
        level,
        format_html(' id="{}"', id) if id else "",
        title,
        format_html('<p class="section-note">{}</p>', note) if note else "",
        format_html('<a class="section-link" href="{}">{}</a>', href, link) if href else "",
    )


@register.simple_block_tag
def message(content: str, level: str = "info", **given: Any) -> SafeString:
    """A message in its place: good, info, attention, error or returned. Undo or the way on is part of its words."""
    role = "alert" if level == "error" else "status"
    return format_html(
        '<div class="message message-{}" role="{}"{}>{}<div class="message-words">{}</div></div>',
        level,
        role,
        attributes(given),
        sprite(LEVEL_ICONS[level]),
        content,
    )


@register.simple_block_tag
def empty(content: str, title: str, level: int = 3) -> SafeString:
    """Nothing here: one dashed thread, a sentence, a way on (the content)."""
    return format_html(
        '<div class="empty"><svg class="empty-thread" viewBox="0 0 16 64" aria-hidden="true">'
        '<path d="M8 0v46"/><circle cx="8" cy="54" r="5.5"/></svg><h{0} class="empty-title">{1}</h{0}>{2}</div>',
        level,
        title,
        content,
    )


@register.simple_block_tag
def row(content: str, icon: str, label: str) -> SafeString:
    """One line of ``<dl class="rows">``: an icon, its word for screen readers, the content."""
    return format_html(
        '<div class="row"><dt>{}<span class="visually-hidden">{}</span></dt><dd>{}</dd></div>',
        sprite(icon),
        label,
        content,
    )


register.filter("headed", headed)
register.filter("set_apart", set_apart)


@register.filter("listed")
def listed_in_words(words: Iterable[object] | None) -> str:
    """亲子、小学生 / Families, Primary pupils: what a list says, as the page's language joins it."""
    return listed(str(each) for each in words or ())
