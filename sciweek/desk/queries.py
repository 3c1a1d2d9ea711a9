"""What waits for somebody: gathered from the rooms below, counted and ordered here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.queries import containing, public_activities
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.text import searchable
from sciweek.committee.models import Participation, Unit
from sciweek.committee.rules import visible_units
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.desk.words import FIELDS, VERBS
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.queries import hand_ins_to_look_at, open_hand_ins
from sciweek.duties.states import HandInState
from sciweek.logbook.models import Entry
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon
from sciweek.notice.queries import notices_in_review
from sciweek.week.models import Week
from sciweek.week.queries import shown_days
from sciweek.week.states import WeekState

MOST_TASKS = 60
# More of the same kind than this stand in one line: a list of lists helps nobody.
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One line of "what waits for me": by when, what, and one click."""

    due_on: date | None
    when: str
    title: str
    detail: str
    url: str
    verb: str
    is_urgent: bool = False
    is_late: bool = False


def _when(day: date | None, today: date, hour: str = "") -> tuple[str, bool, bool]:
    """Words for a due day, whether it is today, whether it is over."""
    if day is None:
        return "", False, False
    gap = (day - today).days
    if gap < 0:
        return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", -gap) % {"n": -gap}, False, True
    if gap == 0:
        return f"{_('今天')} {hour}".strip(), True, False
    if gap == 1:
        return f"{_('明天')} {hour}".strip(), False, False
    return "", False, False


def waiting(actor: Actor, week: Week) -> list[Task]:
    """Everything that waits for the actor in this week, the nearest first; undated work comes last."""
    today = week.today
    tasks = [
        *_notices(actor),
        *_week_itself(actor, week),
        *_to_look_at(actor, week),
        *_submitted(actor, week),
        *_overdue(actor, week, today),
        *_owed(actor, week, today),
        *_returned(actor, week),
        *_not_received(actor, week),
    ]
    far = date.max
    tasks.sort(key=lambda task: (not task.is_late, not task.is_urgent, task.due_on or far))
    return tasks[:MOST_TASKS]


def _notices(actor: Actor) -> list[Task]:
    if not actor.has(Role.OFFICE):
        return []
    return [
        Task(
            None,
            "",
            _("通知等着核对"),
            str(notice),
            reverse("notice:review", kwargs={"code": notice.code}),
            _("去核对"),
        )
        for notice in notices_in_review()
    ]


def _week_itself(actor: Actor, week: Week) -> list[Task]:
    if week.state != WeekState.DRAFT or not access.may(actor, "week.run", week):
        return []
    count = public_activities().count()
    detail = ngettext("已发布 %(n)d 场活动，市民还看不到。", "已发布 %(n)d 场活动，市民还看不到。", count)
    return [
        Task(
            week.starts_on,
            "",
            _("活动周还没有公开"),
            detail % {"n": count},
            reverse("desk:week_edit", kwargs={"week_slug": week.slug}),
            _("去公开"),
        )
    ]


def _to_look_at(actor: Actor, week: Week) -> list[Task]:
    """What units have handed in: one line each, or one line for each duty when there are many."""
    if not access.may(actor, "duties.run_duties", week):
        return []
    by_duty: dict[int, list[HandIn]] = {}
    for row in hand_ins_to_look_at(actor):
        by_duty.setdefault(row.duty_id, []).append(row)
    tasks = []
    for rows in by_duty.values():
        duty = rows[0].duty
        if len(rows) > MOST_ALIKE:
            title = ngettext("%(n)d 个单位交来%(duty)s", "%(n)d 个单位交来%(duty)s", len(rows))
            url = reverse("duties:duty", kwargs={"week_slug": week.slug, "code": duty.code})
            names = _some(row.unit.label for row in rows)
            tasks.append(Task(duty.due_on, "", title % {"n": len(rows), "duty": duty}, names, url, _("去看")))
            continue
        tasks += [
            Task(
                duty.due_on,
                "",
                _("%(unit)s交来%(duty)s") % {"unit": row.unit.label, "duty": duty},
                row.note[:60],
                reverse("duties:hand_in", kwargs={"week_slug": week.slug, "code": row.code}),
                _("去看"),
            )
            for row in rows
        ]
    return tasks


def _some(names: Iterable[str]) -> str:
    """The first few names and a sign that there are more."""
    found = list(names)
    return "、".join(found[:4]) + ("…" if len(found) > 4 else "")


def _submitted(actor: Actor, week: Week) -> list[Task]:
    """Activities that wait for the office: one line each, or one line for all when there are many."""
    if not access.may(actor, "activities.run_activities", week):
        return []
    rows = list(visible_activities(actor).filter(state=ActivityState.SUBMITTED).select_related("unit"))
    days = [clock.local_day(row.starts_at, week.zone) if row.starts_at else None for row in rows]
    if len(rows) > MOST_ALIKE:
        title = ngettext("%(n)d 场活动待看", "%(n)d 场活动待看", len(rows)) % {"n": len(rows)}
        url = f"{reverse('activities:list', kwargs={'week_slug': week.slug})}?state={ActivityState.SUBMITTED}"
        first = min((day for day in days if day), default=None)
        return [Task(first, "", title, _some(row.name for row in rows), url, _("去看"))]
    return [
        Task(
            day,
            "",
            _("活动待看：%(name)s") % {"name": row.name},
            row.unit.name if row.unit else "",
            reverse("activities:activity", kwargs={"week_slug": week.slug, "code": row.code}),
            _("去看"),
        )
        for row, day in zip(rows, days, strict=True)
    ]


def _overdue(actor: Actor, week: Week, today: date) -> list[Task]:
    """For the office one line for each duty that units are late with or must hand in by tomorrow."""
    if not access.may(actor, "duties.run_duties", week):
        return []
    missing: dict[int, tuple[Duty, list[str]]] = {}
    soon = today + timedelta(days=1)
    for row in open_hand_ins(actor):
        if row.duty.due_on <= soon:
            missing.setdefault(row.duty_id, (row.duty, []))[1].append(row.unit.label)
    tasks = []
    for duty, names in missing.values():
        hour = f"{duty.due_time:%H:%M}" if duty.due_time else ""
        words, urgent, over = _when(duty.due_on, today, hour)
        title = ngettext("%(n)d 个单位还没有交%(duty)s", "%(n)d 个单位还没有交%(duty)s", len(names))
        url = reverse("duties:duty", kwargs={"week_slug": week.slug, "code": duty.code})
        said = title % {"n": len(names), "duty": duty}
        tasks.append(Task(duty.due_on, words, said, _some(names), url, _("看名单"), urgent, over))
    return tasks


def _owed(actor: Actor, week: Week, today: date) -> list[Task]:
    """What the actor's own units still owe."""
    mine = actor.units_with(*UNIT_ROLES)
    tasks = []
    for row in open_hand_ins(actor).filter(unit_id__in=mine)[:MOST_TASKS] if mine else ():
        hour = f"{row.duty.due_time:%H:%M}" if row.duty.due_time else ""
        words, urgent, over = _when(row.duty.due_on, today, hour)
        tasks.append(
            Task(
                row.duty.due_on,
                words,
                row.duty.what,
                row.office_note or (_("报%(who)s") % {"who": row.duty.receiver} if row.duty.receiver else ""),
                reverse("duties:hand_in", kwargs={"week_slug": week.slug, "code": row.code}),
                _("去改") if row.office_note else _("去交"),
                urgent,
                over,
            )
        )
    return tasks


def _returned(actor: Actor, week: Week) -> list[Task]:
    """The liaison's own activities: each that came back, and the drafts (one line when there are many)."""
    mine = actor.units_with(Role.LIAISON)
    if not mine:
        return []
    rows = list(
        visible_activities(actor)
        .filter(state__in=(ActivityState.RETURNED, ActivityState.DRAFT), unit_id__in=mine)
        .order_by("starts_at", "id")
    )
    drafts = [row for row in rows if row.state == ActivityState.DRAFT]
    tasks = [
        Task(
            clock.local_day(row.starts_at, week.zone) if row.starts_at else None,
            "",
            (_("退回待改：%(name)s") if row.state == ActivityState.RETURNED else _("草稿待交：%(name)s"))
            % {"name": row.name},
            row.state_reason,
            reverse("activities:activity", kwargs={"week_slug": week.slug, "code": row.code}),
            _("去改"),
        )
        for row in rows
        if row.state == ActivityState.RETURNED or len(drafts) <= MOST_ALIKE
    ]
    if len(drafts) > MOST_ALIKE:
        title = ngettext("%(n)d 份活动草稿待交", "%(n)d 份活动草稿待交", len(drafts)) % {"n": len(drafts)}
        url = f"{reverse('activities:list', kwargs={'week_slug': week.slug})}?state={ActivityState.DRAFT}"
        tasks.append(Task(None, "", title, _some(row.name for row in drafts), url, _("去看")))
    return tasks[:MOST_TASKS]


def _not_received(actor: Actor, week: Week) -> list[Task]:
    if not access.may(actor, "committee.run_units", week.region):
        return []
    names = list(Participation.objects.filter(received_at__isnull=True).values_list("unit_name", flat=True))
    if not names:
        return []
    return [
        Task(
            None,
            "",
            ngettext("%(n)d 个单位还没有签收通知", "%(n)d 个单位还没有签收通知", len(names))
            % {"n": len(names)},
            _some(names),
            reverse("committee:units", kwargs={"week_slug": week.slug}),
            _("看单位"),
        )
    ]


def week_ribbon(actor: Actor, week: Week, now: datetime) -> Ribbon:
    """The week as the desk sees it: published threads in colour, the others grey."""
    zone = ZoneInfo(week.zone)
    threads = [
        Thread(starts_at, ends_at, kind, state == ActivityState.PUBLISHED)
        for starts_at, ends_at, kind, state in visible_activities(actor)
        .exclude(state=ActivityState.CANCELLED)
        .values_list("starts_at", "ends_at", "kind", "state")
        if starts_at is not None
    ]
    address = reverse("activities:list", kwargs={"week_slug": week.slug})
    first, last = shown_days(week, clock.local_day(now, week.zone))
    return build_ribbon(
        zone=zone,
        starts_on=first,
        ends_on=last,
        now=now,
        threads=threads,
        link=lambda day: f"{address}?day={day.isoformat()}",
    )


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of the desk's search."""

    kind: str
    name: str
    detail: str
    url: str


def search(actor: Actor, week: Week, words: str) -> list[Found]:
    """Activities, units and duties that the actor may see and whose text holds every word."""
    if not words.strip():
        return []
    slug = {"week_slug": week.slug}
    found = [
        Found(
            _("活动"),
            row.name,
            row.place,
            reverse("activities:activity", kwargs=slug | {"code": row.code}),
        )
        for row in containing(visible_activities(actor), words)[:50]
    ]
    found += [
        Found(
            _("单位"),
            row.name,
            row.get_kind_display(),
            reverse("committee:unit", kwargs=slug | {"code": row.code}),
        )
        for row in _units_containing(visible_units(actor), words)[:50]
    ]
    if access.may(actor, "duties.run_duties", week):
        found += [
            Found(
                _("期限"),
                row.what,
                row.due_on.isoformat(),
                reverse("duties:duty", kwargs=slug | {"code": row.code}),
            )
            for row in Duty.objects.filter(what__icontains=words.strip())[:50]
        ]
    return found


def _units_containing(units: QuerySet[Unit], words: str) -> QuerySet[Unit]:
    for word in words.split():
        units = units.filter(search_text__contains=searchable(word))
    return units


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log in words."""

    at: datetime
    who: str
    what: str
    thing: str
    changes: tuple[tuple[str, str, str], ...]
    why: str


def log_entries(week: Week) -> QuerySet[Entry]:
    """The week's log, the newest first."""
    return Entry.objects.filter(week_id=week.pk).order_by("-id")


def log_line(entry: Entry) -> LogLine:
    """A stored entry in the reader's words; a verb or field without one shows its own name."""
    states = STATES_OF.get(entry.kind, {})
    return LogLine(
        at=entry.at,
        who=entry.actor_name,
        what=str(VERBS.get(entry.verb, entry.verb)),
        thing=entry.object_name,
        changes=tuple(
            (str(FIELDS.get(name, name)), _shown(old, states), _shown(new, states))
            for name, (old, new) in entry.changes.items()
        ),
        why=entry.why,
    )


def _shown(value: object, states: Mapping[str, object]) -> str:
    text = "—" if value in (None, "", []) else str(states.get(str(value), value))
    return text if len(text) <= 60 else f"{text[:60]}…"


STATES_OF: dict[str, Mapping[str, object]] = {
    "activities.activity": dict(ActivityState.choices),
    "duties.handin": dict(HandInState.choices),
    "week.week": dict(WeekState.choices),
}
