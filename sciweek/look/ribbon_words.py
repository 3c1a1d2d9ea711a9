"""The words of a ribbon: what its columns are called and what its legend says, in the active language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.look.dates import day_words, in_english, month_words, weekday_words
from sciweek.look.kinds import kind_look
from sciweek.look.ribbon import Day, Moment, Month, Ribbon

LEGEND_SIZES = ("home", "phone")
SHORT_SIZES = ("phone", "desk", "picker")


def count_words(number: int) -> str:
    return ngettext("%(count)s 场", "%(count)s 场", number) % {"count": number}


def short_count(number: int) -> str:
    """What stands below a column: it is too narrow for the English word, so there the number alone."""
    return str(number) if in_english() else count_words(number)


def day_name(day: Day) -> str:
    """5月25日（周二），今天，17 场: what a screen reader says."""
    parts = [day_words(day.day)]
    if day.is_now:
        parts.append(_("今天"))
    parts.append(count_words(day.count) if day.count else _("还没有活动"))
    return (", " if in_english() else "，").join(parts)


def month_name(month: Month) -> str:
    parts = [
        f"{month_words(month.first)} {month.first.year}"
        if in_english()
        else f"{month.first.year}年{month.first.month}月"
    ]
    if month.is_now:
        parts.append(_("本月"))
    parts.append(count_words(month.count) if month.count else _("还没有活动"))
    return (", " if in_english() else "，").join(parts)


def legend_words(ribbon: Ribbon) -> str:
    parts = []
    if ribbon.per_thread > 1:
        parts.append(_("一线 %(count)s 场，线垂到散场的钟点。") % {"count": ribbon.per_thread})
    if ribbon.has_drafts:
        parts.append(_("彩线已发布，灰线还在路上。"))
    return (" " if in_english() else "").join(parts) or _("一线一场，线垂到散场的钟点。")


def ribbon_context(ribbon: Ribbon, *, size: str, label: str, legend: bool | None) -> dict[str, Any]:
    """What the templates of the ribbon read. `legend` None: shown at home, on the phone and beside drafts."""
    with_months = size in ("home", "phone", "page")
    show_legend = size in LEGEND_SIZES or ribbon.has_drafts or ribbon.per_thread > 1
    return {
        "r": ribbon,
        "size": size,
        "label": label or _("一周活动"),
        "short": size in SHORT_SIZES,
        "marks": size == "home",
        "days": [
            {
                "column": day,
                "name": day_name(day),
                "value": day.day.isoformat(),
                "weekday": _("今天") if day.is_now and size != "picker" else weekday_words(day.day),
                "count": short_count(day.count),
            }
            for day in ribbon.days
        ],
        "months": [
            {
                "column": month,
                "name": month_name(month),
                "month": month_words(month.first),
                "count": short_count(month.count),
            }
            for month in ribbon.months
        ]
        if with_months
        else [],
        "folds": with_months,
        "months_linked": any(month.url for month in ribbon.months),
        "legend": show_legend if legend is None else legend,
        "legend_words": legend_words(ribbon),
        "kinds": [kind_look(key) for key in ribbon.kinds]
        if ribbon.moment is not Moment.AFTER and size != "desk"
        else [],
    }
