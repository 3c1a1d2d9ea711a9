"""The only writers of regions and editions."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.logbook.actions import append, move, once, save_changes
from sciweek.week.events import WeekCreated, WeekOpened
from sciweek.week.models import Basis, Direction, Region, Week
from sciweek.week.states import WEEK_MOVES, Level, WeekState

LONGEST_TEXTS = {"title": 120, "theme": 200, "parent_body": 120, "office_name": 120}
LONGEST_NAMES = {"name": 80, "short_name": 20, "parent_name": 80}  # of regions
LONGEST_SLUG = 40
AREA_CODE = re.compile(r"0[0-9]{2,3}")
LONGEST_WEEK = 62  # days: a science month with its opening and closing weekends


def found_region(
    actor: Actor,
    *,
    slug: str,
    name: str,
    short_name: str,
    level: str = Level.DISTRICT,
    parent_name: str = "",
    area_code: str = "",
    zone: str = "Asia/Shanghai",
) -> Region:
    """Make a tenant. The first one of an installation answers at the bare address."""
    if actor.via not in ("system", "command"):
        raise Refused(_("地区由管理员在服务器上建立：sciweek region add。"), code="forbidden")
    values = {"name": clean(name), "short_name": clean(short_name), "parent_name": clean(parent_name)}
    area_code = clean(area_code)
    needed = {"name": _("请写地区全称。"), "short_name": _("请写地区简称。")}
    problems = {field: text for field, text in needed.items() if not values[field]}
    for field, longest in LONGEST_NAMES.items():
        if len(values[field]) > longest:
            problems[field] = _("请不超过 %(most)d 个字。") % {"most": longest}
    if not slug or slug != slugify(slug) or len(slug) > LONGEST_SLUG:
        problems["slug"] = _("地址简称只用小写字母、数字和连字符，最多 %(most)d 个。") % {
            "most": LONGEST_SLUG
        }
    if area_code and not AREA_CODE.fullmatch(area_code):
        problems["area_code"] = _("区号是 0 开头的三四位数字，比如 0890。")
    if level not in Level.values:
        problems["level"] = _("没有这一级。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        if Region.objects.filter(slug=slug).exists():
            raise Refused(fields={"slug": _("这个地址简称已经有人用了，换一个。")}, code="taken")
        region = Region.objects.create(
            **values,
            slug=slug,
            level=level,
            area_code=area_code,
            zone=zone,
            is_default=not Region.objects.exists(),
        )
        append(actor, "found_region", region)
    return region


def _check_week(values: dict[str, Any]) -> None:
    problems: dict[str, str] = {}
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    if not values.get("title"):
        problems["title"] = _("请写活动周的名称，比如“2027年临江区科技活动周”。")
    if starts_on is None:
        problems["starts_on"] = _("请写开始日期。")
    if ends_on is None:
        problems["ends_on"] = _("请写结束日期。")
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is not None and not clock.is_plausible(day):
            problems[name] = _("没有这样的年份。请写成 2027 这样的四位数。")
    for name, longest in LONGEST_TEXTS.items():
        have = len(values.get(name) or "")
        if have > longest:
            problems[name] = _("最多 %(count)d 个字，现在有 %(have)d 个。") % {"count": longest, "have": have}
    if starts_on and ends_on and not problems.keys() & {"starts_on", "ends_on"}:
        if ends_on < starts_on:
            problems["ends_on"] = _("结束早于开始。请核对两个日期。")
        elif (ends_on - starts_on).days >= LONGEST_WEEK:
            problems["ends_on"] = _("超过 %(days)d 天。全年的系列活动不用写进起止日期。") % {
                "days": LONGEST_WEEK
            }
    if problems:
        raise Refused(fields=problems, code="invalid")


def _free_slug(region: Region, starts_on: date) -> str:
    """`linjiang-2027`; a second edition of the year carries its month, then a number."""
    stem = f"{region.slug}-{starts_on.year}"
    taken = set(Week.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    tries = [stem, f"{stem}-{starts_on.month:02d}"]
    return next(slug for slug in [*tries, *(f"{tries[1]}-{n}" for n in range(2, 1000))] if slug not in taken)


@once
def create_week(
    actor: Actor,
    region: Region,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    theme: str = "",
    level: str = "",
    parent_body: str = "",
    office_name: str = "",
    directions: Iterable[tuple[str, str]] = (),
    basis: Iterable[tuple[str, str]] = (),
) -> Week:
    """Make an edition in draft with its directions (heading, text) and basis documents (title, number).

    Raises `Refused` with field messages. Nothing is public until `open_week`.
    """
    access.require(actor, "week.run", region)
    values = {
        "title": clean(title),
        "theme": clean(theme),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "level": level or region.level,
        "parent_body": clean(parent_body),
        "office_name": clean(office_name),
    }
    _check_week(values)
    try:
        with transaction.atomic():
            week = Week.objects.create(
                region=region, slug=_free_slug(region, starts_on), zone=region.zone, **values
            )
            with scope.entered(region.pk, week.pk):
                set_directions(actor, week, directions)
                set_basis(actor, week, basis)
            append(actor, "create_week", week)
            facts.tell(WeekCreated(region.pk, week.pk))
    except IntegrityError as error:
        raise Refused(_("刚刚有人建了同一届活动周。请回列表看看。"), code="taken") from error
    return week


def edit_week(actor: Actor, week: Week, *, seen_version: int | None, **values: Any) -> Week:
    """Change title, theme, dates, parent body or office name."""
    access.require(actor, "week.run", week)
    cleaned = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    _check_week({"title": week.title, "starts_on": week.starts_on, "ends_on": week.ends_on} | cleaned)
    with transaction.atomic():
        changed = save_changes(actor, week, verb="edit_week", seen_version=seen_version, **cleaned)
        touch(changed.pk)
    return changed


def set_directions(actor: Actor, week: Week, directions: Iterable[tuple[str, str]]) -> None:
    """Replace the list of directions."""
    access.require(actor, "week.run", week)
    with transaction.atomic():
        Direction.objects.all().delete()
        Direction.objects.bulk_create(
            Direction(week=week, position=position, heading=clean(heading)[:300], text=clean_lines(text))
            for position, (heading, text) in enumerate(directions, 1)
        )
        touch(week.pk)


def set_basis(actor: Actor, week: Week, basis: Iterable[tuple[str, str]]) -> None:
    """Replace the list of basis documents."""
    access.require(actor, "week.run", week)
    with transaction.atomic():
        Basis.objects.all().delete()
        Basis.objects.bulk_create(
            Basis(week=week, position=position, title=clean(title)[:300], doc_no=clean(doc_no)[:80])
            for position, (title, doc_no) in enumerate(basis, 1)
        )


def open_week(actor: Actor, week: Week, *, why: str = "", seen_version: int | None = None) -> Week:
    """Show the edition to the public; out of the archive only with a reason."""
    with transaction.atomic():
        opened = move(
            actor, week, WeekState.OPEN, WEEK_MOVES, verb="open_week", why=why, seen_version=seen_version
        )
        touch(opened.pk)
        facts.tell(WeekOpened(opened.region_id, opened.pk))
    return opened


def close_week(actor: Actor, week: Week, *, why: str, seen_version: int | None = None) -> Week:
    """Take the edition back from the public, with a reason."""
    with transaction.atomic():
        closed = move(
            actor, week, WeekState.DRAFT, WEEK_MOVES, verb="close_week", why=why, seen_version=seen_version
        )
        touch(closed.pk)
    return closed


def archive_week(actor: Actor, week: Week, *, seen_version: int | None = None) -> Week:
    """Put the edition in the archive; it stays readable."""
    with transaction.atomic():
        archived = move(
            actor, week, WeekState.ARCHIVED, WEEK_MOVES, verb="archive_week", seen_version=seen_version
        )
        touch(archived.pk)
    return archived


def touch(week_id: int) -> None:
    """Tell the page cache that something visible has changed. Call it in the action's transaction."""
    Week.objects.filter(pk=week_id).update(revision=F("revision") + 1)


def touch_region(region_id: int) -> None:
    """The same for all editions of a region: a unit's name stands on the pages of each."""
    Week.objects.filter(region_id=region_id).update(revision=F("revision") + 1)


def moved(day: date, old_start: date, new_start: date) -> date:
    """A date of last year's edition at the same distance from this year's first day."""
    return new_start + (day - old_start)


def same_weekday_next_year(day: date) -> date:
    """The day a year later that falls on the same weekday: where a copied week is proposed to start."""
    return day + timedelta(weeks=52)
