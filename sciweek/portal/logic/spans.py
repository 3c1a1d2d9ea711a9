"""The days of a course or an exhibition in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.look.dates import clock_words, day_words, days_words, in_english, local
from sciweek.look.phrases import listed, strung
from sciweek.programme.states import RunKind

MOST_DAYS = 6  # days that are named one by one


@dataclass(frozen=True, slots=True)
class Span:
    """One session of a run."""

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False
    is_all_day: bool = False


def days_of(run_kind: str, spans: Sequence[Span], zone: str) -> str:
    """开 8 天：5月22日—29日，每天9:00–17:00，5月24日取消. Empty for a single day."""
    on = [span for span in spans if not span.is_cancelled] or list(spans)
    if len(spans) < 2:
        return ""
    days = sorted({local(span.starts_at, zone).date() for span in on})
    hours = {"" if span.is_all_day else clock_words(span.starts_at, span.ends_at, zone) for span in on}
    off = sorted({local(span.starts_at, zone).date() for span in spans if span.is_cancelled} - set(days))
    every_day = _("每天%(hours)s") if run_kind == RunKind.EXHIBITION else _("每次%(hours)s")
    words = (
        _named(days),
        every_day % {"hours": min(hours)} if len(hours) == 1 and "" not in hours else "",
        _("%(days)s取消") % {"days": _named(off)} if off else "",
    )
    return f"{_counted(run_kind, len(days), len(on))}{': ' if in_english() else '：'}{strung(words)}"


def _counted(run_kind: str, days: int, times: int) -> str:
    if run_kind == RunKind.EXHIBITION:
        return ngettext("开 %(count)s 天", "开 %(count)s 天", days) % {"count": days}
    return ngettext("共 %(count)s 次", "共 %(count)s 次", times) % {"count": times}


def _named(days: Sequence[date]) -> str:
    """5月22日—29日 for days in a row, else each by its name as long as there are few."""
    if len(days) > 2 and days[-1] - days[0] == timedelta(days=len(days) - 1):
        return days_words(days[0], days[-1], weekday=False)
    if len(days) > MOST_DAYS:
        return _("%(days)s之间") % {"days": days_words(days[0], days[-1], weekday=False)}
    return listed(day_words(day, weekday=False) for day in days)
