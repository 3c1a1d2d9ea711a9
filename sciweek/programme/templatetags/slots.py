"""The sessions of the board: a busy day has hundreds, so they are put together here and not by a template each."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.look.tags.icons import icon, kind_css
from sciweek.programme.pages.board import Slot

register = template.Library()


@register.simple_tag
def board_slots(slots: Iterable[Slot]) -> SafeString:
    """Each session as a list item, in the order given."""
    signs = {stops: icon("error" if stops else "warning") for stops in (True, False)}
    cancelled = format_html(" <span>{}</span>", _("已取消"))
    return format_html_join(
        "",
        '<li class="{}" id="s-{}" data-quarters="{}" data-version="{}"{}><a class="slot-link" href="{}">'
        '<span class="slot-time">{}</span> <b>{}</b>{}</a>{}{}<span class="grip" aria-hidden="true"></span></li>',
        (
            (
                _css(slot),
                slot.code,
                slot.quarters,
                slot.version,
                format_html(' data-move="{}"', slot.move_url) if slot.move_url else "",
                slot.url,
                slot.hours,
                slot.name,
                cancelled if slot.is_cancelled else "",
                format_html(' <span class="slot-where">{}</span>', slot.where) if slot.where else "",
                _warned(slot, signs[slot.stops]),
            )
            for slot in slots
        ),
    )


def _css(slot: Slot) -> str:
    classes = ["slot", kind_css(slot.kind)]
    if slot.count:
        classes += [f"from-{slot.first}", f"for-{slot.count}", f"col-{slot.column}"]
    if slot.is_short:
        classes.append("is-short")
    if slot.is_cancelled:
        classes.append("is-cancelled")
    return " ".join(classes)


def _warned(slot: Slot, sign: SafeString) -> SafeString:
    if not slot.told:
        return mark_safe("")
    count = len(slot.told)
    return format_html(
        ' <span class="slot-warn{}" title="{}">{}<span>{}</span></span>',
        " is-stop" if slot.stops else "",
        "\n".join(told.words for told in slot.told),
        sign,
        ngettext("%(n)d 条提醒", "%(n)d 条提醒", count) % {"n": count},
    )
