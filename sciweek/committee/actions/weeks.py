from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Refused
from sciweek.base.text import clean
from sciweek.committee.models import CommitteeBody, ContactPoint, Participation, Unit
from sciweek.logbook.actions import append, locked_row
from sciweek.people.emails import is_email
from sciweek.week.actions import touch
from sciweek.week.models import Week

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One line of 联系方式. `phone` stays as people write it (0890-6120118 转 3)."""

    office: str
    person: str = ""
    phone: str = ""
    email: str = ""
    is_public: bool = False


def take_part(actor: Actor, week: Week, units: Iterable[Unit]) -> list[Participation]:
    """Make the units take part in the edition, in the given order; those that do already stay as they are.

    Each keeps the name that it has now. Returns the lines of all the given units.
    """
    access.require(actor, "committee.run_week", week)
    wanted = list({unit.pk: unit for unit in units}.values())
    merged = [unit.name for unit in wanted if unit.merged_into_id is not None]
    if merged:
        raise Refused(
            _("%(names)s 已经并入别的单位，请选并入后的单位。") % {"names": "、".join(merged)}, code="merged"
        )
    with transaction.atomic():
        known = {row.unit_id: row for row in Participation.objects.all()}
        start = max((row.position for row in known.values()), default=0) + 1
        new = Participation.objects.bulk_create(
            Participation(week=week, unit=unit, unit_name=unit.name, position=position)
            for position, unit in enumerate((u for u in wanted if u.pk not in known), start)
        )
        if new:
            names = "、".join(row.unit_name for row in new)
            append(actor, "take_part", week, changes={"units": (None, names)})
            touch(week.pk)
            known |= {row.unit_id: row for row in Participation.objects.all()}
    return [known[unit.pk] for unit in wanted]


def copy_committee(actor: Actor, week: Week, *, source: Week) -> int:
    """Let last year's units take part again, in their order, and take its bodies along; contacts are asked anew.

    A unit that has been merged since is followed to its successor. Looks over the wall by the crossing
    `committee.copy_from_last_year`. Call inside the new week; returns how many units take part.
    """
    access.require(actor, "committee.run_week", week)
    if source.region_id != week.region_id:
        raise Refused(_("只能从本地区往年的活动周复制。"))
    old = Participation.objects.over_the_wall("committee.copy_from_last_year").filter(week=source)
    units = {unit.pk: unit for unit in Unit.objects.all()}
    then = [units[pk] for pk in old.order_by("position", "pk").values_list("unit_id", flat=True)]
    with transaction.atomic():
        taking_part = take_part(actor, week, [units[unit.merged_into_id or unit.pk] for unit in then])
        if not CommitteeBody.objects.exists():
            bodies = CommitteeBody.objects.over_the_wall("committee.copy_from_last_year").filter(week=source)
            set_bodies(actor, week, bodies.order_by("position").values_list("name", flat=True))
    return len(taking_part)


def fingerprint(lines: Iterable[object]) -> str:
    """What somebody saw of a list: another one as soon as somebody else saves a change."""
    return sha256(repr(list(lines)).encode()).hexdigest()[:16]


def contact_lines() -> list[ContactLine]:
    """The edition's contacts as they stand."""
    return [
        ContactLine(one.office, one.person, one.phone, one.email, one.is_public)
        for one in ContactPoint.objects.all()
    ]


def _check_seen(week: Week, seen: str | None, now: Sequence[object], words: str) -> None:
    """Hold the week while a list is replaced, and refuse when it is not the one that was seen."""
    locked_row(week)
    if seen and seen != fingerprint(now):
        raise Conflict(
            _("您打开之后，别人改过这张名单。您写的还在，核对后再按一次保存。现在的是：%(now)s")
            % {"now": words}
        )


def set_bodies(
    actor: Actor, week: Week, names: Iterable[str], *, seen: str | None = None
) -> list[CommitteeBody]:
    """Replace the bodies that run the edition; one that is a unit of the region is tied to it by its name.

    `seen` is the `fingerprint` of the names that the actor saw; another list meanwhile raises `Conflict`.
    """
    access.require(actor, "committee.run_week", week)
    cleaned = list(dict.fromkeys(filter(None, map(clean, names))))
    if len(cleaned) > MOST_LINES or any(len(name) > 120 for name in cleaned):
        raise Refused(
            fields={"bodies": _("每行写一个单位，最多 100 行，每行不超过 120 个字。")}, code="invalid"
        )
    with transaction.atomic():
        before = [body.name for body in CommitteeBody.objects.all()]
        _check_seen(week, seen, before, "、".join(before))
        if before == cleaned:
            return list(CommitteeBody.objects.all())
        CommitteeBody.objects.all().delete()
        units = {unit.name: unit for unit in Unit.objects.filter(name__in=cleaned)}
        rows = CommitteeBody.objects.bulk_create(
            CommitteeBody(week=week, position=position, name=name, unit=units.get(name))
            for position, name in enumerate(cleaned, 1)
        )
        append(actor, "set_bodies", week, changes={"bodies": (before, cleaned)})
        touch(week.pk)
    return rows


def set_contacts(
    actor: Actor, week: Week, lines: Iterable[ContactLine], *, seen: str | None = None
) -> list[ContactPoint]:
    """Replace the edition's contacts; wholly empty lines fall away.

    `seen` is the `fingerprint` of the `contact_lines` that the actor saw; others meanwhile raise
    `Conflict`. Raises `Refused` whose fields are `contacts-<index>-<field>`, counted as the lines came in.
    """
    access.require(actor, "committee.run_week", week)
    kept = _checked_lines(list(lines))
    with transaction.atomic():
        stood = contact_lines()
        _check_seen(week, seen, stood, "；".join(f"{one.office} {one.phone}" for one in stood))
        before = len(stood)
        ContactPoint.objects.all().delete()
        rows = ContactPoint.objects.bulk_create(
            ContactPoint(
                week=week,
                position=position,
                office=line.office,
                person=line.person,
                phone=line.phone,
                email=line.email,
                is_public=line.is_public,
            )
            for position, line in enumerate(kept, 1)
        )
        append(actor, "set_contacts", week, changes={"contacts": (before, len(rows))})
        touch(week.pk)
    return rows


def _checked_lines(lines: Sequence[ContactLine]) -> list[ContactLine]:
    problems: dict[str, str] = {}
    kept: list[ContactLine] = []
    if len(lines) > MOST_LINES:
        raise Refused(fields={"contacts": _("联系方式最多 100 行。")}, code="invalid")
    for index, line in enumerate(lines):
        tidy = ContactLine(
            clean(line.office), clean(line.person), clean(line.phone), clean(line.email), line.is_public
        )
        if not (tidy.office or tidy.person or tidy.phone or tidy.email):
            continue
        if not tidy.office and not tidy.person:
            problems[f"contacts-{index}-office"] = _("请写这个电话或邮箱是哪个科室或谁的。")
        if len(tidy.office) > 120 or len(tidy.person) > 60 or len(tidy.phone) > 60:
            problems[f"contacts-{index}-office"] = _("这一行太长了。一行只写一个联系人。")
        if tidy.email and not is_email(tidy.email):
            problems[f"contacts-{index}-email"] = _(
                "没有认出邮箱地址。写成 name@example.org 的样子，或者留空。"
            )
        kept.append(tidy)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return kept
