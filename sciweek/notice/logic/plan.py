"""What will be made of a notice, before it is made: the proposal drawn from the findings, and the plan that is
carried out. Pure: units and region come in as plain facts."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sciweek.notice.logic import addressees
from sciweek.notice.logic.addressees import Group, UnitFacts

EARLIER = 5  # working days that one's own date is proposed before a higher body's
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
EDITION = re.compile(
    r"(?:20\d\d\s*年|第[一二三四五六七八九十百\d]+届)[^《》“”]{0,40}?科技活动(?:周|月|节)|20\d\d\s*年[^《》“”]{0,40}?科技(?:周|月|节)"
)
ALL_YEAR = re.compile(r"[^。\n]*(?:贯穿全年|全年(?:系列|开展|举办|持续)|常年)[^。\n]*")
COMMON = 5  # signs that a name and a sentence about the whole year must share


@dataclass(frozen=True, slots=True)
class Taken:
    """A finding that the office took."""

    id: int
    field: str
    value: Any
    evidence: Sequence[Sequence[int]] = ()


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """The region whose week it becomes."""

    name: str
    short_name: str
    level: str
    parent_name: str = ""


# --- what is carried out -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The edition itself."""

    title: str
    starts_on: date | None
    ends_on: date | None
    theme: str = ""
    level: str = ""
    parent_body: str = ""
    office_name: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """A line of the annex. `key` names its form, so that a refusal finds its place."""

    key: str
    name: str
    kind: str
    starts_on: date | None = None
    ends_on: date | None = None
    runs_all_year: bool = False
    place: str = ""
    hosts: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    co_organisers: tuple[str, ...] = ()
    why_all_year: str = ""


@dataclass(frozen=True, slots=True)
class WhoPlan:
    """A group of addressees: whom it means, or that this is said later."""

    key: str
    phrase: str
    kind: str
    posts: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    new_names: tuple[str, ...] = ()
    later: bool = False


@dataclass(frozen=True, slots=True)
class DutyPlan:
    """What is to be handed in. `who`: keys of groups. `replaces`: the id of a duty that the week has already."""

    key: str
    what: str
    due_on: date | None
    due_time: time | None = None
    opens_on: date | None = None
    receiver: str = ""
    kind: str = "other"
    short_name: str = ""
    outer_limit: date | None = None
    who: tuple[str, ...] = ()
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """A line of contacts."""

    key: str
    office: str = ""
    person: str = ""
    phone: str = ""
    email: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to be added to the region."""

    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that one press makes, in one transaction. `target`: the id of the week to fill, None for a new one."""

    week: WeekPlan
    directions: tuple[tuple[str, str], ...] = ()
    basis: tuple[tuple[str, str], ...] = ()
    series: tuple[SeriesPlan, ...] = ()
    bodies: tuple[str, ...] = ()
    contacts: tuple[ContactPlan, ...] = ()
    units: tuple[UnitPlan, ...] = ()
    who: tuple[WhoPlan, ...] = ()
    duties: tuple[DutyPlan, ...] = ()
    target: int | None = None
    is_public: bool = False


# --- what is proposed --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Who:
    """A group of addressees as proposed."""

    key: str
    group: Group


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the plan page starts from. `undated`: keys of duties that the paper gives no date for."""

    week: WeekPlan
    directions: list[tuple[str, str, str]] = field(default_factory=list)
    basis: list[tuple[str, str]] = field(default_factory=list)
    series: list[SeriesPlan] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    contacts: list[ContactPlan] = field(default_factory=list)
    units: list[UnitPlan] = field(default_factory=list)
    who: list[Who] = field(default_factory=list)
    duties: list[DutyPlan] = field(default_factory=list)
    undated: tuple[str, ...] = ()


def propose(
    taken: Iterable[Taken],
    text: str,
    *,
    is_higher: bool,
    region: RegionFacts,
    units: Sequence[UnitFacts],
    everybody: str,
) -> Proposal:
    """The plan that the taken findings make. `everybody` words the group of all units where no addressee is named."""
    by_field: dict[str, list[Taken]] = {}
    for one in taken:
        by_field.setdefault(one.field, []).append(one)
    issuers = [str(one.value) for one in by_field.get("issuers", [])]
    places = [region.name, region.short_name, region.parent_name, region.parent_name + region.name]
    who, by_duty = _who(by_field, text, units, places, is_higher=is_higher, everybody=everybody)
    duties = [_duty(one, by_duty[one.id], is_higher=is_higher) for one in by_field.get("deadlines", [])]
    return Proposal(
        week=_week(by_field, issuers, region, is_higher=is_higher),
        directions=[(f"t{one.id}", *_direction(one.value)) for one in by_field.get("directions", [])],
        basis=_basis(by_field, is_higher=is_higher),
        series=_series(by_field.get("activities", []), text),
        bodies=[] if is_higher else list(dict.fromkeys(issuers)),
        contacts=[] if is_higher else [_contact(one) for one in by_field.get("contacts", [])],
        units=[] if is_higher else _new_units(issuers, units, places),
        who=who,
        duties=duties,
        undated=tuple(duty.key for duty in duties if duty.due_on is None),
    )


def _first(by_field: dict[str, list[Taken]], name: str) -> str:
    return str(by_field[name][0].value) if by_field.get(name) else ""


def day(text: Any) -> date | None:
    """A date of the reading; None for what is no date."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _week(
    by_field: dict[str, list[Taken]], issuers: list[str], region: RegionFacts, *, is_higher: bool
) -> WeekPlan:
    starts_on, ends_on = day(_first(by_field, "week_start")), day(_first(by_field, "week_end"))
    issued = day(_first(by_field, "issued_on"))
    dated = starts_on or issued
    year = dated.year if dated else None
    named = EDITION.search(_first(by_field, "title"))
    own = f"{year}年{region.short_name or region.name}科技活动周" if year else ""
    return WeekPlan(
        title=own if is_higher or not named else named.group(0).replace(" ", ""),
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        theme=_first(by_field, "theme"),
        level=region.level,
        parent_body="、".join(dict.fromkeys(issuers)) if is_higher else region.parent_name,
    )


def _direction(value: dict[str, Any]) -> tuple[str, str]:
    """Heading and text; a direction without a heading is headed by its first sentence."""
    heading, text = value.get("heading") or "", value.get("text") or ""
    if heading:
        return heading, text
    first, stop, rest = text.partition("。")
    return (first, rest.strip()) if stop and len(first) <= 120 else (text[:60], text)


def _basis(by_field: dict[str, list[Taken]], *, is_higher: bool) -> list[tuple[str, str]]:
    """What the edition rests on: the documents that one's own paper names, or the higher body's paper itself."""
    if is_higher:
        return [(_first(by_field, "title"), _first(by_field, "doc_no"))]
    return [
        (one.value.get("title") or "", one.value.get("doc_no") or "") for one in by_field.get("basis", [])
    ]


def _series(taken: Sequence[Taken], text: str) -> list[SeriesPlan]:
    all_year = [match.group(0) for match in ALL_YEAR.finditer(text)]
    found: dict[str, SeriesPlan] = {}
    for one in taken:
        value = one.value
        name = value.get("name") or ""
        starts_on, ends_on = day(value.get("starts_on")), day(value.get("ends_on"))
        why = next((sentence.strip() for sentence in all_year if _share(name, sentence)), "")
        series = SeriesPlan(
            key=f"s{one.id}",
            name=name,
            kind=value.get("kind") or "other",
            starts_on=starts_on,
            ends_on=ends_on if starts_on else None,
            runs_all_year=bool(why) and starts_on is None,
            place=value.get("place") or "",
            hosts=tuple(value.get("hosts") or ()),
            organisers=tuple(value.get("organisers") or ()),
            co_organisers=tuple(value.get("co_organisers") or ()),
            why_all_year=why if starts_on is None else "",
        )
        found.setdefault(name, series)
    return list(found.values())


def _share(name: str, sentence: str) -> bool:
    """Whether name and sentence share a run of `COMMON` signs other than the week's own name."""
    plain = name.replace("科技活动周", "·")
    return any(plain[at : at + COMMON] in sentence for at in range(len(plain) - COMMON + 1))


def _contact(one: Taken) -> ContactPlan:
    value = one.value
    phone = value.get("phone") or ""
    return ContactPlan(
        key=f"c{one.id}",
        office=value.get("office") or "",
        person=value.get("person") or "",
        phone=phone,
        email=value.get("email") or "",
        is_public=not MOBILE.search(re.sub(r"[-\s]", "", phone)),
    )


def _new_units(issuers: Sequence[str], units: Sequence[UnitFacts], places: Sequence[str]) -> list[UnitPlan]:
    groups = addressees.resolve(issuers, units, places=places)
    return [
        UnitPlan(f"u{number}", name, addressees.COMMITTEE)
        for number, name in enumerate(name for group in groups for name in group.unknown)
    ]


def group_key(phrase: str) -> str:
    """A short name of a group's wording that stays the same from page to page."""
    return "g" + hashlib.sha256(phrase.encode()).hexdigest()[:8]


def _who(
    by_field: dict[str, list[Taken]],
    text: str,
    units: Sequence[UnitFacts],
    places: Sequence[str],
    *,
    is_higher: bool,
    everybody: str,
) -> tuple[list[Who], dict[int, tuple[str, ...]]]:
    """All groups, and for each deadline the keys of those that owe it."""
    everyone = Group(everybody, addressees.OTHER, candidates=tuple(unit.id for unit in units), must_pick=True)
    # A higher body addresses its own lower committees: whom these address is theirs to say.
    phrases = [] if is_higher else [str(one.value) for one in by_field.get("addressees", [])]
    named = addressees.resolve(phrases, units, places=places)
    groups: dict[str, Group] = {group_key(group.phrase): group for group in named}
    default = tuple(groups)
    by_duty: dict[int, tuple[str, ...]] = {}
    for one in by_field.get("deadlines", []):
        # The last piece of evidence is most often the date, and the sentence around it names who.
        spans = [] if is_higher else reversed(one.evidence)
        subject = next(filter(None, (addressees.subject_of(text, span) for span in spans)), "")
        said = addressees.resolve([subject], units, places=places) if subject else []
        for group in said:
            groups.setdefault(group_key(group.phrase), group)
        keys = tuple(group_key(group.phrase) for group in said) or default
        if not keys:
            groups.setdefault(group_key(everybody), everyone)
            keys = (group_key(everybody),)
        by_duty[one.id] = keys
    return [Who(key, group) for key, group in groups.items()], by_duty


DUTY_KINDS = (
    ("receipt", r"回执|签收"),
    ("summary", r"总结|小结|影像"),
    ("list", r"名单|联络员|联系人|通讯录"),
    ("entry", r"推荐|报名|作品|申报|参赛|征集|选手"),
    ("form", r"表|统计|信息|台账"),
    ("plan", r"方案|计划|安排"),
)


def duty_kind(what: str) -> str:
    """The kind that the wording suggests."""
    return next((kind for kind, words in DUTY_KINDS if re.search(words, what)), "other")


def short_name(what: str) -> str:
    """A few signs that fit the head of a column."""
    text = re.sub(
        r"(?:20\d\d年|本年度)?(?:全?[省市区县])?(?:科技活动周|活动周)|^(?:将|把|本)", "", what
    ).strip("《》 的")
    head = re.split(r"[，,、；;（(及和]", text)[0].strip("《》 ")
    return (head or what)[:12]


def working_days_before(limit: date, count: int) -> date:
    """The day so many working days earlier. Weekends are left out; public holidays are not known here."""
    found = limit
    while count:
        found -= timedelta(days=1)
        if found.weekday() < 5:
            count -= 1
    return found


def hour(text: str | None) -> time | None:
    """The hour of a day. Words (下班前) are none, and 24:00 is where the day ends anyway."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text or "")
    return time(int(found[1]), int(found[2])) if found else None


def _duty(one: Taken, who: tuple[str, ...], *, is_higher: bool) -> DutyPlan:
    value = one.value
    due, opens = day(value.get("due")), day(value.get("opens_on"))
    what = value.get("what") or ""
    limit = None
    if is_higher and due is not None:
        limit, due = due, working_days_before(due, EARLIER)
        if opens is not None and opens > due:
            due = limit
    return DutyPlan(
        key=f"d{one.id}",
        what=what,
        due_on=due,
        due_time=None if is_higher else hour(value.get("time")),
        opens_on=opens,
        receiver="" if is_higher else value.get("to") or "",
        kind=duty_kind(what),
        short_name=short_name(what),
        outer_limit=limit,
        who=who,
    )


def alike(one: str, other: str) -> bool:
    """Whether two wordings most likely mean the same thing to be handed in."""
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    return duty_kind(one) == duty_kind(other) != "other"
