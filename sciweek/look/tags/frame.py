"""What the frame of a page says of its language."""

from django import template
from django.template.context import Context
from django.urls import translate_url

from sciweek.look import dates

register = template.Library()


@register.simple_tag
def html_lang() -> str:
    """The language of the page as browsers and screen readers want it."""
    return "en" if dates.in_english() else "zh-Hans-CN"


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """The same page in the other language: its address, its name, its code. Empty outside a request."""
    request = context.get("request")
    if request is None:
        return {}
    other, name, code = ("zh-hans", "中文", "zh-Hans") if dates.in_english() else ("en", "EN", "en")
    return {"url": translate_url(request.get_full_path(), other), "name": name, "lang": code}
