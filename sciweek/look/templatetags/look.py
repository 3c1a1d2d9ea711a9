"""The components as template tags; `README.md` of this room lists them with their arguments.

Small parts are put together here with `format_html`, because lists repeat them by the thousand; larger ones
have a template. A part that holds the page's own words is a block tag.
"""

from datetime import date, datetime, tzinfo
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template.context import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sciweek.look import dates, drawings
from sciweek.look.fields import field_context
from sciweek.look.kinds import kind_look
from sciweek.look.parts import Bar, Tab
from sciweek.look.phrases import headed, set_apart
from sciweek.look.ribbon import Ribbon
from sciweek.look.ribbon_words import count_words, ribbon_context

register = template.Library()

STATES = {
    "done": gettext_noop("已交"),
    "waiting": gettext_noop("待看"),
    "returned": gettext_noop("已退回"),
    "open": gettext_noop("未交"),
    "overdue": gettext_noop("逾期"),
}
LEVEL_ICONS = {
    "good": "check",
    "error": "error",
    "attention": "warning",
    "info": "info",
    "returned": "arrow-left",
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


# --- icons ------------------------------------------------------------------------------------------------------


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


# --- words about time -------------------------------------------------------------------------------------------


@register.filter
def cn_date(value: date | datetime | None, zone: tzinfo | str | None = None) -> str:
    """5月27日（周六） / Sat 27 May. A moment needs the zone of its week."""
    if not value:
        return "—"
    return dates.day_words(_as_day(value, zone))


@register.filter
def cn_day(value: date | datetime | None, zone: tzinfo | str | None = None) -> str:
    """5月27日 / 27 May: without the weekday, for table cells."""
    return dates.day_words(_as_day(value, zone), weekday=False) if value else "—"


@register.filter
def cn_year_date(value: date | datetime | None, zone: tzinfo | str | None = None) -> str:
    """2027年5月27日（周六） / Sat 27 May 2027."""
    return dates.day_words(_as_day(value, zone), year=True) if value else "—"


@register.filter
def cn_time(value: datetime | None, zone: tzinfo | str) -> str:
    """上午9:00 / 9:00."""
    return dates.hour_words(dates.local(value, zone)) if value else "—"


@register.filter
def cn_moment(value: datetime | None, zone: tzinfo | str) -> str:
    """5月27日（周六）上午9:00 / Sat 27 May, 9:00."""
    return dates.moment_words(value, zone) if value else "—"


@register.simple_tag
def cn_range(
    starts_at: datetime | None, ends_at: datetime | None, zone: tzinfo | str, year: bool = False
) -> str:
    """5月26日（周三）上午9:30–11:00; over several days 5月23日—28日."""
    return dates.range_words(starts_at, ends_at, zone, year=year) if starts_at else "—"


@register.simple_tag
def cn_days(first: date | None, last: date | None, year: bool = False, weekday: bool = True) -> str:
    """2027年5月22日（周六）—29日（周六）."""
    return dates.days_words(first, last or first, year=year, weekday=weekday) if first else "—"


@register.simple_tag
def cn_clock(starts_at: datetime | None, ends_at: datetime | None, zone: tzinfo | str) -> str:
    """14:00–15:30, for lists under the heading of a day."""
    return dates.clock_words(starts_at, ends_at, zone) if starts_at else "—"


def _as_day(value: date | datetime, zone: tzinfo | str | None) -> date:
    if isinstance(value, datetime):
        if not zone:
            raise ValueError("the day of a moment depends on its zone: give the zone of the week")
        return dates.local(value, zone).date()
    return value


# --- the frame --------------------------------------------------------------------------------------------------


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


# --- buttons and small marks ------------------------------------------------------------------------------------


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
    drawing = _sprite(icon) if icon else ""
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
    return format_html(
        '<span class="badge badge-{}">{}{}</span>', level, _sprite(icon) if icon else "", words
    )


@register.simple_tag
def state(name: str, words: str = "") -> SafeString:
    """■ 已交 ◪ 待看 ← 已退回 □ 未交 ! 逾期: a shape and a word; `words` says it more exactly (剩 2 天)."""
    return format_html(
        '<span class="state state-{}">{}{}</span>', name, _sprite(f"state-{name}"), words or _(STATES[name])
    )


def _sprite(name: str) -> SafeString:
    return icon(name)


# --- sections, messages, empty ----------------------------------------------------------------------------------


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
        _sprite(LEVEL_ICONS[level]),
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
        _sprite(icon),
        label,
        content,
    )


# --- counts -----------------------------------------------------------------------------------------------------


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


# --- lists ------------------------------------------------------------------------------------------------------


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


# --- forms ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("look/field.html")
def field(bound: Any, **given: Any) -> dict[str, Any]:
    """Label, hint, control, message of a Django bound field. See `fields.field_context` for what can be given."""
    return field_context(bound, **given)


# --- the ribbon and what hangs like it --------------------------------------------------------------------------


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


register.filter("count_words", count_words)
register.filter("headed", headed)
register.filter("set_apart", set_apart)
