"""The ribbon, and what hangs or is held like it: covers, QR codes, tickets, posters."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.look import drawings
from sciweek.look.ribbon import Ribbon
from sciweek.look.ribbon_words import ribbon_context

register = template.Library()


@register.simple_tag
def ribbon(
    ribbon: Ribbon,
    size: str = "home",
    label: str = "",
    legend: bool | None = None,
    drops: bool = False,
    name: str = "day",
    id: str = "id_day",
    required: bool = False,
    describedby: str = "",
) -> str:
    """The week ribbon: home, phone, desk, page, or picker (radio buttons named `name`)."""
    context = ribbon_context(ribbon, size=size, label=label, legend=legend)
    context |= {"drops": drops, "name": name, "id": id, "required": required, "describedby": describedby}
    template_name = "look/ribbon_picker.html" if size == "picker" else "look/ribbon.html"
    return get_template(template_name).render(context)


@register.simple_tag
def cover(seed: Any, kind: str) -> SafeString:
    """The cover of an activity without a photo, always the same for the same id."""
    return drawings.cover_svg(str(seed), kind)


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    return drawings.qr_svg(text, label or _("二维码"))


@register.simple_block_tag
def ticket(
    content: str, series: str, name: str, when: str, where: str, holder: str, code: str, kind: str, link: str
) -> str:
    """What is shown at the door: QR on white and a short code that can be said aloud. Content: the fine print."""
    half = (len(code) + 1) // 2
    context = {
        "series": series,
        "name": name,
        "when": when,
        "where": where,
        "holder": holder,
        "code": f"{code[:half]} {code[half:]}",
        "fringe": drawings.fringe_svg(code, kind),
        "link": link,
        "content": content,
    }
    return get_template("look/ticket.html").render(context)


@register.inclusion_tag("look/poster.html")
def poster(
    top: str,
    title: str,
    foot: list[str],
    link: str,
    dates: str = "",
    ribbon: Ribbon | None = None,
    seed: str = "",
) -> dict[str, Any]:
    """An A4 sheet: theme, rail edge to edge, threads of the week (or of a seed), a QR of at least 30 mm."""
    if ribbon is not None:
        threads = [
            (stroke.css, stroke.path, at) for at, day in enumerate(ribbon.days) for stroke in day.strokes
        ]
        columns = len(ribbon.days)
    else:
        lengths = drawings.wave(f"poster {seed}", 60, 220, 780)
        path = "".join(f"M{16 * at + 24} 0V{length}" for at, length in enumerate(lengths))
        threads, columns = [("is-ink", path, 0)], 1
    return {
        "top": top,
        "title": title.split(),
        "dates": dates,
        "foot": foot,
        "link": link,
        "threads": [{"css": css, "path": path, "x": 1000 * at} for css, path, at in threads],
        "width": 1000 * columns,
    }
