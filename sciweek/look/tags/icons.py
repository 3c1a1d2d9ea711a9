"""Drawings from the sprite, and the look of a kind of activity."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sciweek.look.kinds import kind_look

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A drawing from the sprite. It says nothing to a screen reader: a word must stand beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        static("look/icons.svg"),
        name,
    )


@register.simple_tag
def kind_icon(kind: str, worded: bool = True) -> SafeString:
    """The icon of a kind with its one filled part; its word is there for screen readers unless the page writes it."""
    look = kind_look(kind)
    drawing = icon(f"kind-{look.key}", f"icon-kind k-{look.key}")
    return (
        format_html('{}<span class="visually-hidden">{}</span>', drawing, look.label) if worded else drawing
    )


@register.filter
def kind_css(kind: str) -> str:
    """The class that gives an element the colour of a kind."""
    return f"k-{kind_look(kind).key}"


@register.filter
def kind_word(kind: str) -> str:
    return str(kind_look(kind).label)
