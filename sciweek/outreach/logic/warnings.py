"""What is wrong or odd with sending an outing somewhere: reckoned, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.look.phrases import listed, strung
from sciweek.outreach.logic.parts import fits_part
from sciweek.outreach.logic.travel import Trip, clash, gap_minutes, is_tight, same_crew, usual_minutes
from sciweek.outreach.states import STOPPING, Need, VisitWorry


@dataclass(frozen=True, slots=True)
class Offer:
    """A day of an outing as it can be had; `taken` are the visits that have a place of it."""

    key: int
    day: date
    starts: time
    ends: time
    visits: int
    taken: int = 0

    @property
    def free(self) -> int:
        return max(self.visits - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Offered:
    """An outing, as far as a visit is judged by it. No `reach`: everywhere."""

    key: int
    visits_a_day: int
    crews: int
    needs: frozenset[str] = frozenset()
    largest: int | None = None
    reach: frozenset[int] = frozenset()
    is_active: bool = True
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish, as far as a visit is judged by it."""

    people: int
    outing: int | None = None
    has: frozenset[str] = frozenset()
    street: int | None = None
    days: tuple[tuple[date, str], ...] = ()
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning, in words."""

    kind: VisitWorry
    words: str

    @property
    def stops(self) -> bool:
        return self.kind in STOPPING


def fitting(offers: Iterable[Offer], starts_at: datetime, ends_at: datetime, zone: str) -> list[Offer]:
    """The offered times in which the visit lies as a whole, the narrowest first."""
    here = ZoneInfo(zone)
    begin, end = starts_at.astimezone(here), ends_at.astimezone(here)
    if begin.date() != end.date():
        return []
    found = [
        one
        for one in offers
        if one.day == begin.date() and one.starts <= begin.time() and end.time() <= one.ends
    ]
    return sorted(found, key=lambda one: (_length(one), one.starts, one.key))


def free_place(
    offers: Iterable[Offer], starts_at: datetime, ends_at: datetime, zone: str
) -> tuple[Offer | None, bool]:
    """(the offered time whose place the visit takes, whether it was offered at all)."""
    found = fitting(offers, starts_at, ends_at, zone)
    return next((one for one in found if one.free), None), bool(found)


def _length(offer: Offer) -> int:
    return (offer.ends.hour - offer.starts.hour) * 60 + offer.ends.minute - offer.starts.minute


def warnings(
    trip: Trip,
    outing: Offered,
    asked: Asked,
    others: Sequence[Trip],
    *,
    first_day: date,
    last_day: date,
    zone: str,
) -> list[Caution]:
    """What to say of the visit; those that stop stand first. `others` are all other visits of the week."""
    found = [
        *_day(trip, outing, others, zone),
        *_crew(trip, others),
        *_wished(trip, outing, asked, zone),
        *_fit(outing, asked),
    ]
    day = trip.starts_at.astimezone(ZoneInfo(zone)).date()
    if not first_day <= day <= last_day:
        found.append(Caution(VisitWorry.OUTSIDE_WEEK, _("这一天不在活动周里。")))
    return sorted(found, key=lambda one: not one.stops)


def _day(trip: Trip, outing: Offered, others: Sequence[Trip], zone: str) -> Iterable[Caution]:
    here = ZoneInfo(zone)
    day = trip.starts_at.astimezone(here).date()
    count = sum(one.outing == outing.key and one.starts_at.astimezone(here).date() == day for one in others)
    place, is_offered = free_place(outing.offers, trip.starts_at, trip.ends_at, zone)
    if count >= outing.visits_a_day:
        yield Caution(
            VisitWorry.FULL,
            ngettext(
                "这个项目一天最多去 %(n)d 次，已排满。",
                "这个项目一天最多去 %(n)d 次，已排满。",
                outing.visits_a_day,
            )
            % {"n": outing.visits_a_day},
        )
    elif is_offered and place is None:
        yield Caution(VisitWorry.FULL, _("这段时间的名额已经用完。"))
    elif not is_offered:
        yield Caution(VisitWorry.NOT_OFFERED, _("这段时间不在项目写明的可去时间里，请先和承办单位说好。"))


def _crew(trip: Trip, others: Sequence[Trip]) -> Iterable[Caution]:
    for one in others:
        if not same_crew(trip, one):
            continue
        if clash(trip, one):
            yield Caution(
                VisitWorry.OVERLAP, _("同一队或者同一辆车要去“%(name)s”，赶不及。") % {"name": one.name}
            )
        elif is_tight(trip, one):
            usual = usual_minutes(trip.point, one.point)
            yield Caution(
                VisitWorry.TIGHT,
                _("和“%(name)s”之间只有 %(gap)d 分钟，路上大约要 %(usual)d 分钟。")
                % {"name": one.name, "gap": int(gap_minutes(trip, one)), "usual": usual},
            )


def _wished(trip: Trip, outing: Offered, asked: Asked, zone: str) -> Iterable[Caution]:
    here = ZoneInfo(zone)
    begin, end = trip.starts_at.astimezone(here), trip.ends_at.astimezone(here)
    fits = any(day == begin.date() and fits_part(part, begin.time(), end.time()) for day, part in asked.days)
    if asked.starts is not None and begin.time() < asked.starts:
        fits = False
    if asked.ends is not None and end.time() > asked.ends:
        fits = False
    if not fits:
        yield Caution(VisitWorry.NOT_WISHED, _("这不是对方想要的时间，请先打电话问过。"))
    if asked.outing is not None and asked.outing != outing.key:
        yield Caution(VisitWorry.OTHER_OUTING, _("对方申请的是另一个项目。"))


def _fit(outing: Offered, asked: Asked) -> Iterable[Caution]:
    if outing.largest is not None and asked.people > outing.largest:
        yield Caution(
            VisitWorry.TOO_MANY,
            _("对方有 %(people)d 人，一次最多 %(largest)d 人。")
            % {"people": asked.people, "largest": outing.largest},
        )
    lacking = [need for need in Need if need in outing.needs and need not in asked.has]
    if lacking:
        words = listed(str(need.label) for need in lacking)
        yield Caution(VisitWorry.LACKING, _("对方没有说有：%(needs)s。") % {"needs": words})
    if outing.reach and asked.street is None:
        yield Caution(VisitWorry.OUT_OF_REACH, _("不知道对方在哪个街道。这个项目只去写明的街道。"))
    elif outing.reach and asked.street not in outing.reach:
        yield Caution(VisitWorry.OUT_OF_REACH, _("对方所在的街道不在这个项目去的范围里。"))
    if not outing.is_active:
        yield Caution(VisitWorry.RETIRED, _("这个项目已经停了。"))


def told(cautions: Iterable[Caution]) -> str:
    """All of them in one line."""
    return strung(one.words.rstrip("。") for one in cautions)
