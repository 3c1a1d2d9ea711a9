"""Invented data for the living page: the week of a district that does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciweek.look.drawings import seeded
from sciweek.look.kinds import KIND_LOOKS
from sciweek.look.parts import Bar, KindCell, Tab
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2027, 5, 22)
COUNTS = (21, 19, 11, 17, 13, 12, 10, 17)
MONTH_COUNTS = (9, 12, 10, 16, 7, 6, 5, 6, 4, 8)
KINDS = ("open", "lecture", "show", "campus", "contest", "call")
SHARES = (0.32, 0.55, 0.7, 0.88, 0.94)
ENDS = (
    (9, 45),
    (10, 30),
    (11, 0),
    (11, 30),
    (12, 0),
    (15, 30),
    (16, 0),
    (16, 30),
    (17, 0),
    (17, 30),
    (18, 0),
    (20, 30),
)
ICONS = (
    "search place clock people check warning error info close edit arrow-right arrow-left moon sun ticket week map list "
    "copy help phone camera image mail calendar download upload print link menu plus filter person undo lock globe file "
    "chevron-down more trash home star wheelchair"
).split()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def threads(first: date, counts: tuple[int, ...], drafts: float = 0) -> Iterator[Thread]:
    """Activities of a week with these counts a day; `drafts` is the share that is not published."""
    for offset, count in enumerate(counts):
        day = first + timedelta(days=offset)
        numbers = seeded(f"{day} {count}")
        for _place in range(count):
            hour, minute = ENDS[int(next(numbers) * 0.999 * len(ENDS))]
            share = next(numbers)
            kind = KINDS[sum(share > limit for limit in SHARES)]
            yield Thread(at(day, 9), at(day, hour, minute), kind, published=next(numbers) >= drafts)


def later() -> Iterator[Thread]:
    first = date(2027, 6, 1)
    for count in MONTH_COUNTS:
        numbers = seeded(f"{first}")
        for place in range(count):
            day = first + timedelta(days=place * 28 // count)
            hour, minute = ENDS[int(next(numbers) * 0.999 * len(ENDS))]
            yield Thread(at(day, 9), at(day, hour, minute), "open")
        first = (first + timedelta(days=32)).replace(day=1)


def ribbon_at(
    now: datetime, *, counts: tuple[int, ...] = COUNTS, drafts: float = 0, picked: date | None = None
) -> Ribbon:
    return build_ribbon(
        zone=ZONE,
        starts_on=FIRST,
        ends_on=FIRST + timedelta(days=len(counts) - 1),
        now=now,
        threads=threads(FIRST, counts, drafts),
        link=lambda day: f"?day={day.isoformat()}",
        later=later(),
        months=len(MONTH_COUNTS),
        month_link=lambda first: f"?month={first:%Y-%m}",
        picked=picked,
    )


def before() -> Ribbon:
    return ribbon_at(at(date(2027, 5, 12), 10))


def during() -> Ribbon:
    return ribbon_at(at(date(2027, 5, 25), 14, 36))


def after() -> Ribbon:
    return ribbon_at(at(date(2027, 7, 6), 10))


def drafts() -> Ribbon:
    return ribbon_at(at(date(2027, 5, 12), 10), drafts=0.38)


def picked() -> Ribbon:
    return ribbon_at(at(date(2027, 5, 12), 10), picked=date(2027, 5, 25))


def crowded() -> Ribbon:
    """A big city's week, with an empty day: one thread stands for several activities."""
    return ribbon_at(at(date(2027, 5, 25), 14, 36), counts=(96, 61, 0, 74, 33, 12, 41, 88))


def of_days(days: int) -> Ribbon:
    return ribbon_at(
        at(FIRST + timedelta(days=1), 11, 20), counts=tuple(COUNTS[place % 8] for place in range(days))
    )


class ExampleForm(forms.Form):
    name = forms.CharField(label=_("活动名称"), initial=_("水稻育种三十年"))
    place = forms.CharField(label=_("地点"), initial=_("云栖街道文化活动中心"))
    people = forms.IntegerField(label=_("人数"), help_text=_("写整数"))
    ends = forms.CharField(label=_("几点结束"))
    summary = forms.CharField(label=_("一句话简介"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    mode = forms.ChoiceField(
        label=_("怎么参加"),
        choices=[("onsite", _("线下")), ("online", _("线上")), ("both", _("线上线下结合"))],
        widget=forms.RadioSelect,
        initial="both",
    )
    audience = forms.MultipleChoiceField(
        label=_("面向"),
        choices=[
            ("all", _("所有人")),
            ("family", _("亲子")),
            ("primary", _("小学生")),
            ("senior", _("老年人")),
        ],
        widget=forms.CheckboxSelectMultiple,
        initial=["family", "primary"],
    )
    unit = forms.ChoiceField(
        label=_("单位"), choices=[("1", _("云栖街道办事处")), ("2", _("望江街道办事处"))], required=False
    )
    # Pairs: what stands above or below one control moves the other one along.
    opens = forms.CharField(label=_("几点开始"), help_text=_("到秒，比如 09:00:00"))
    closes = forms.CharField(label=_("几点结束"))
    every = forms.CharField(label=_("每一批"))
    gap = forms.CharField(label=_("两批之间隔"), required=False)
    agrees = forms.BooleanField(label=_("把确认发到我的手机"), required=False)


@dataclass(frozen=True)
class Panel:
    """One theme's half of the page; `prefix` keeps its ids apart from the other half's."""

    theme: str
    prefix: str
    alone: bool
    form: forms.Form
    kinds: tuple[KindCell, ...]
    tabs: list[Tab]
    chips: list[Tab]
    bars: list[Bar]
    page: Page[int]
    week_foot: tuple[str, ...]
    activity_foot: tuple[str, ...]


def panel(theme: str, alone: bool) -> Panel:
    form = ExampleForm(
        {
            f"{theme}-name": gettext("水稻育种三十年"),
            f"{theme}-place": gettext("云栖街道文化活动中心"),
            f"{theme}-people": gettext("约三百"),
            f"{theme}-ends": "12:00",
            f"{theme}-summary": gettext(
                "六个看得见的化学小实验，孩子可以上台当助手。材料均为食品级，现场有防护镜。"
            ),
            f"{theme}-mode": "both",
            f"{theme}-opens": "09:00:00",
            f"{theme}-closes": "10:30",
            f"{theme}-every": "3",
            f"{theme}-gap": "5",
            f"{theme}-audience": ["family", "primary"],
        },
        prefix=theme,
    )
    form.add_error("every", gettext("每一批写 5 到 1440 之间的分钟数。"))
    form.add_error("ends", gettext("结束（12:00）早于开始（13:30）。是不是想写 17:00？"))
    form.errors["people"] = form.error_class([gettext("请写整数，比如 300。拿不准就写估计数，再选“估计”。")])
    counts = {
        "open": 36,
        "lecture": 26,
        "show": 18,
        "campus": 23,
        "contest": 6,
        "call": 5,
        "quiz": 4,
        "ceremony": 2,
    }
    return Panel(
        theme=theme,
        prefix=theme,
        alone=alone,
        form=form,
        kinds=tuple(
            KindCell(kind, f"?kind={kind}", count, current=kind == "show") for kind, count in counts.items()
        ),
        tabs=[
            Tab(gettext("全部"), "?", True, 27),
            Tab(gettext("待核对"), "?only=open", False, 7),
            Tab(gettext("存疑"), "?only=doubt", False, 1),
        ],
        chips=[
            Tab(gettext("离我近的"), "?near=1"),
            Tab(gettext("适合 6–12 岁"), "?", True, 18),
            Tab(gettext("有无障碍设施"), "?access=1", False, 9),
        ],
        bars=[
            Bar(str(KIND_LOOKS["lecture"].label), 412, "lecture"),
            Bar(str(KIND_LOOKS["open"].label), 1286, "open"),
            Bar(str(KIND_LOOKS["campus"].label), 968, "campus"),
            Bar(str(KIND_LOOKS["contest"].label), 301, "contest"),
            Bar(str(KIND_LOOKS["show"].label), 744, "show"),
            Bar(str(KIND_LOOKS["quiz"].label), 0, "quiz"),
            Bar(str(KIND_LOOKS["call"].label), None, "call"),
        ],
        page=Paginator(range(230), 20).page(4),
        week_foot=(gettext("120 场活动"), gettext("扫码看今天有什么"), gettext("周后不落幕，全年继续")),
        activity_foot=(gettext("免费，预约入场"), "0890-6120188"),
    )
