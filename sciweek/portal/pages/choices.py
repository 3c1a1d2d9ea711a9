"""What a list can be narrowed by, and the choices in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from sciweek.activities.states import Audience
from sciweek.look.dates import day_words, in_english, month_words
from sciweek.look.kinds import kind_look
from sciweek.look.parts import Tab
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.wish import Part, Wish


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of a wish are called."""

    units: Mapping[str, str]
    streets: Mapping[str, str]
    venues: Mapping[str, str]
    series: str = ""
    activity: str = ""


def title_of(wish: Wish, everything: str) -> str:
    if wish.words:
        return _("找“%(words)s”") % {"words": wish.words}
    if wish.day:
        return day_words(wish.day)
    if wish.month:
        return month_of_year(wish.month)
    if wish.kind:
        return str(kind_look(wish.kind).label)
    return everything


def month_of_year(first: date) -> str:
    return f"{month_words(first)} {first.year}" if in_english() else f"{first.year}年{first.month}月"


def day_choices(visit: Visit, wish: Wish) -> tuple[Choice, ...]:
    """Every day of the edition, of which the ribbon of a science month shows two weeks."""
    week = visit.week
    days = [week.starts_on + timedelta(days=offset) for offset in range(week.days)]
    if wish.day and wish.day not in days:
        days = sorted([*days, wish.day])
    return tuple(Choice(day.isoformat(), day_words(day), day == wish.day) for day in days)


def audience_choices(wish: Wish) -> tuple[Choice, ...]:
    return tuple(Choice(value, str(label), value == wish.audience) for value, label in Audience.choices)


def part_choices(wish: Wish) -> tuple[Choice, ...]:
    return tuple(Choice(value, str(label), value == wish.part) for value, label in Part.choices)


def chosen(base: str, wish: Wish, names: Names) -> tuple[Tab, ...]:
    """The filters in force; each one leads to the list without it."""
    age = _("%(age)s 岁") % {"age": wish.age} if wish.age is not None else ""
    found = (
        (_("还没结束") if wish.ahead else "", wish.but(ahead=False)),
        (day_words(wish.day) if wish.day else "", wish.but(day=None)),
        (month_of_year(wish.month) if wish.month else "", wish.but(month=None)),
        (str(Part(wish.part).label) if wish.part else "", wish.but(part="")),
        (_("还有席位") if wish.seats else "", wish.but(seats=False)),
        (str(kind_look(wish.kind).label) if wish.kind else "", wish.but(kind="")),
        (_named(wish.unit, names.units, _("没有这个单位")), wish.but(unit="")),
        (_named(wish.street, names.streets, _("没有这个街道")), wish.but(street="")),
        (_named(wish.venue, names.venues, _("没有这个场地")), wish.but(venue="")),
        (str(Audience(wish.audience).label) if wish.audience else "", wish.but(audience="")),
        (age, wish.but(age=None)),
        ((names.series or _("没有这个系列")) if wish.series is not None else "", wish.but(series=None)),
        ((names.activity or _("没有这个活动")) if wish.activity else "", wish.but(activity="")),
        (f"“{wish.words}”" if wish.words else "", wish.but(words="")),
    )
    return tuple(
        Tab(label, f"{base}?{without.query}".removesuffix("?"), current=True)
        for label, without in found
        if label
    )


def _named(code: str, names: Mapping[str, str], unknown: str) -> str:
    return names.get(code, unknown) if code else ""
