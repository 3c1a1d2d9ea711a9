"""What a table of units would do: each line against the region as it stands. Writes nothing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.committee.actions.unit_standing import Addressee, Standing, UnitPlan, standing_of
from sciweek.committee.actions.units import DEEPEST, clean_posts, word_problems
from sciweek.committee.logic.unit_columns import (
    EXTENSION,
    KIND_NAMES,
    KIND_WORDS,
    NOTHING,
    TAKES_PART,
    UNIT_COLUMNS,
)
from sciweek.committee.models import Unit
from sciweek.people.emails import is_email
from sciweek.people.phones import phone_fields
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.values import LineReading
from sciweek.week.models import Region, Week

HEADINGS = {column.name: column.heading for column in UNIT_COLUMNS}
MOST_POSITION = 9999


def make_plans(region: Region, week: Week | None, lines: Sequence[Line], tick: Tick) -> list[UnitPlan]:
    """Read all lines against the region. Call inside its scope."""
    standing = standing_of(region, week, lines)
    plans: list[UnitPlan] = []
    rows: dict[str, int] = {}
    for done, line in enumerate(lines, 1):
        plan = _read_unit(standing, line)
        if plan.key and rows.setdefault(plan.key, line.number) != line.number:
            plan.reading.wrong("name", _("和第 %(row)d 行是同一个单位。只留一行。") % {"row": rows[plan.key]})
        plans.append(plan)
        tick(done, len(lines))
    _hang_up(standing, plans)
    for plan in plans:
        _read_people(standing, plan)
        _read_part(standing, plan)
        _tell_changes(standing, plan)
    return plans


def _read_unit(standing: Standing, line: Line) -> UnitPlan:
    reading = LineReading(line, UNIT_COLUMNS)
    name = reading.text("name")
    plan = UnitPlan(line, reading, searchable(name), name)
    plan.unit = _find_unit(standing, plan)
    unit = plan.unit
    if unit is not None and name:
        plan.values["name"] = name if searchable(name) != searchable(unit.name) else unit.name
    elif name:
        plan.values["name"] = name
    short = reading.text("short_name")
    if short:
        plan.values["short_name"] = "" if short in NOTHING else short
    kind = reading.choice("kind", KIND_WORDS)
    if kind:
        plan.values["kind"] = kind
    elif unit is None and not reading.line.text("kind"):
        reading.wrong("kind", _("新单位要写类别。"))
    posts = reading.lines("posts")
    if posts:
        plan.values["posts"] = [] if NOTHING.issuperset(posts) else clean_posts(posts)
    position = reading.number("position", most=MOST_POSITION)
    if position is not None:
        plan.values["position"] = position
    words = word_problems(
        name=name or "—", short_name=plan.values.get("short_name", ""), kind=kind or "other"
    )
    for column, text in words.items():
        reading.wrong(column, text)
    return plan


def _find_unit(standing: Standing, plan: UnitPlan) -> Unit | None:
    """By its code, which an export carries; else by its full name."""
    code = plan.reading.text("code").upper()
    named = standing.by_name.get(plan.key)
    unit = named
    if code:
        unit = standing.by_code.get(code)
        if unit is None:
            plan.reading.wrong("code", _("没有这个代码的单位。新单位不填代码。"))
            return None
        if named is not None and named.pk != unit.pk:
            plan.reading.wrong("name", _("已经有同名的单位。请核对代码，或者把名称写得更全。"))
    if unit is not None and unit.merged_into is not None:
        plan.reading.wrong(
            "name", _("已经并入%(into)s，请写并入后的单位。") % {"into": unit.merged_into.name}
        )
    return unit


# --- the tree ---------------------------------------------------------------------------------------------------


def _hang_up(standing: Standing, plans: Sequence[UnitPlan]) -> None:
    """Find the parents, in the file or in the region, and refuse circles and trees that are too deep."""
    above = {
        searchable(unit.name): searchable(standing.units[unit.parent_id].name) if unit.parent_id else ""
        for unit in standing.units.values()
        if unit.merged_into_id is None
    }
    renamed = {searchable(plan.unit.name): plan.key for plan in plans if plan.unit is not None and plan.key}
    above = {renamed.get(key, key): renamed.get(parent, parent) for key, parent in above.items()}
    above |= {plan.key: above.get(plan.key, "") for plan in plans if plan.key}
    for plan in plans:
        said = plan.reading.text("parent")
        if said in NOTHING:
            plan.parent = ""
        elif said:
            plan.parent = _parent_key(standing, plan, said, above)
        if plan.parent is not None and plan.key:
            above[plan.key] = plan.parent
    for plan in plans:
        if plan.parent:
            _check_tree(plan, above)


def _parent_key(standing: Standing, plan: UnitPlan, said: str, above: dict[str, str]) -> str | None:
    key = searchable(said)
    if key in above:
        return key
    shorts = standing.by_short.get(key, [])
    if len(shorts) == 1:
        return searchable(shorts[0].name)
    merged = standing.by_name.get(key)
    if merged is not None and merged.merged_into is not None:
        text = _("已经并入%(into)s，请写并入后的单位。") % {"into": merged.merged_into.name}
    else:
        text = _("没有“%(said)s”这个单位。写全称，或者在本表里加上它。") % {"said": said[:40]}
    plan.reading.wrong("parent", text)
    return None


def _check_tree(plan: UnitPlan, above: dict[str, str]) -> None:
    here, depth = above.get(plan.key, ""), 0
    while here:
        depth += 1
        if here == plan.key or depth > len(above):
            plan.reading.wrong("parent", _("上级单位不能是它自己或它的下级。"))
            return
        here = above.get(here, "")
    if depth > DEEPEST:
        plan.reading.wrong("parent", _("层级太深了，请选高一些的上级单位。"))


# --- people -----------------------------------------------------------------------------------------------------


def _read_people(standing: Standing, plan: UnitPlan) -> None:
    """Who is to be liaison: people with an account get the role, the others an invitation of their unit."""
    reading, unit = plan.reading, plan.unit
    here = standing.liaisons.get(unit.pk, []) if unit else []
    held = {person.pk for person in here}
    for login in reading.lines("login"):
        person = standing.people.get(login.lower())
        if person is None:
            reading.wrong("login", _("没有这个登录名。请核对，或者留空，用邀请链接开账号。"))
        elif person.pk not in held:
            plan.grants.append(person)
    names, phones, emails = (reading.lines(name) for name in ("liaison", "phone", "email"))
    known = {person.name for person in (*here, *plan.grants)}
    new = [index for index, name in enumerate(names) if name not in known]
    if (names and not new) or (not names and (here or plan.grants)):
        return
    plan.invites = Addressee(
        "、".join(names[index] for index in new), _beside(phones, names, new), _beside(emails, names, new)
    )
    _check_addressee(standing, plan, names, phones, emails)
    asked = standing.invitations.get(unit.pk) if unit else None
    wanted = (plan.invites.name, plan.invites.phone, plan.invites.email)
    if asked is not None and (asked.for_name, asked.for_phone, asked.email) == wanted:
        plan.invites = Addressee()


def _beside(values: Sequence[str], names: Sequence[str], chosen: Sequence[int]) -> str:
    """The phones (or addresses) of the chosen names; all of them when they do not stand one beside each name."""
    if len(values) != len(names):
        return "、".join(values)
    return "、".join(values[index] for index in chosen)


def _check_addressee(
    standing: Standing, plan: UnitPlan, names: Sequence[str], phones: Sequence[str], emails: Sequence[str]
) -> None:
    if any(len(name) > 60 for name in names):
        plan.reading.wrong("liaison", _("姓名请不超过 60 个字。"))
    for phone in phones:
        try:
            phone_fields(EXTENSION.sub("", phone), area_code=standing.region.area_code)
        except Refused as refusal:
            plan.reading.wrong("phone", str(refusal.fields["phone"]))
    for email in emails:
        if not is_email(email):
            plan.reading.wrong("email", _("没有认出邮箱地址。写成 name@example.org 的样子，或者留空。"))


def _read_part(standing: Standing, plan: UnitPlan) -> None:
    reading = plan.reading
    if not standing.in_week:
        return
    said = reading.yes_no("takes_part") if reading.has("takes_part") else True
    takes_part = plan.unit is not None and plan.unit.pk in standing.taking_part
    if said is False and takes_part:
        reading.wrong("takes_part", _("已经参加本届，不能用表格退出。"))
    plan.joins = said is True and not takes_part


# --- what the page says -----------------------------------------------------------------------------------------


def _tell_changes(standing: Standing, plan: UnitPlan) -> None:
    unit = plan.unit
    for name, value in plan.values.items():
        before = getattr(unit, name) if unit is not None else None
        if before != value and not (unit is None and name == "name"):
            plan.changes[HEADINGS[name]] = (_words(name, before), _words(name, value))
    if plan.parent is not None:
        parent = standing.units.get(unit.parent_id or 0) if unit is not None else None
        before = parent.name if parent is not None else ""
        if searchable(before) != plan.parent:
            plan.changes[HEADINGS["parent"]] = (before, plan.reading.text("parent") if plan.parent else "")
        else:
            plan.parent = None
    if plan.grants:
        names = "、".join(person.name for person in plan.grants)
        plan.changes[HEADINGS["login"]] = ("", _("%(names)s 成为联络员") % {"names": names})
    if plan.invites:
        who = plan.invites.name or plan.invites.email
        plan.changes[HEADINGS["liaison"]] = ("", _("备好给 %(who)s 的邀请") % {"who": who})
    if plan.joins:
        plan.changes[HEADINGS["takes_part"]] = ("", TAKES_PART)


def _words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name == "kind":
        return KIND_NAMES.get(value, value)
    return "、".join(value) if isinstance(value, list) else str(value)
