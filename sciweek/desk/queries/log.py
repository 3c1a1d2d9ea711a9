"""The log as people read it: which lines, in whose words, what stood before and what after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import Audience
from sciweek.base import clock
from sciweek.base.ids import ALPHABET, CODE_LENGTH
from sciweek.base.text import clean
from sciweek.committee.models import Unit
from sciweek.desk.words import FOR_PROGRAMS, KINDS, VERBS, VIAS, field_word, kind_word, verb_word
from sciweek.dispatch.logic.changes import Row, compared
from sciweek.duties.models import Duty, HandIn
from sciweek.logbook.models import Entry
from sciweek.logbook.queries import entries_of_region, entries_of_week
from sciweek.look.dates import day_words, moment_words
from sciweek.look.phrases import headed, listed, set_apart
from sciweek.notice.models import Notice
from sciweek.week.models import Week

PAGE = 50
LONG = 24  # signs; shorter values differ at a glance
LONGEST = 2000  # a whole notice's text is read on its own page
LONGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class LogFilter:
    """What is asked of the log, as plain words of the address; an empty word asks nothing.

    `of` is one row (`activities.activity:17`), `since` and `until` are local days, `before` is the page: the id that
    all shown lines lie below. Words that mean nothing are left out.
    """

    kind: str = ""
    name: str = ""
    who: str = ""
    verb: str = ""
    since: str = ""
    until: str = ""
    why: str = ""
    of: str = ""
    before: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "LogFilter":
        words = {name: clean(given.get(name, ""))[:100] for name in cls.__dataclass_fields__}
        if words["kind"] not in KINDS:
            words["kind"] = ""
        if words["verb"] not in VERBS:
            words["verb"] = ""
        for name in ("since", "until"):
            day = clock.read_day(words[name])
            words[name] = day.isoformat() if day else ""
        words["before"] = words["before"] if _number(words["before"]) else ""
        kind, _colon, pk = words["of"].partition(":")
        words["of"] = words["of"] if kind in KINDS and _number(pk) else ""
        return cls(**words)

    def query(self, **changes: str) -> str:
        """As the query of an address, without what asks nothing."""
        other = replace(self, **changes)
        return urlencode({name: word for name, word in vars(other).items() if word})

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the page narrows the list."""
        return bool(replace(self, before="").query())

    @property
    def object(self) -> tuple[str, int] | None:
        kind, _colon, pk = self.of.partition(":")
        return (kind, int(pk)) if pk else None


def _number(text: str) -> int:
    """A positive id, or 0."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        return 0
    return int(text) if int(text) <= LONGEST_ID else 0


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one line: what stood before and after, both in words, long texts marked where they differ."""

    field: str
    old: str
    new: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log in words. `seal` is the number of its batch, None while it has none."""

    id: int
    at: datetime
    who: str
    via: str
    what: str
    kind: str
    thing: str
    of: str
    changes: tuple[Change, ...]
    why: str
    seal: int | None

    @property
    def is_short(self) -> bool:
        """Whether what changed fits a line or two."""
        return 0 < len(self.changes) <= 2 and not any(change.rows for change in self.changes)

    @property
    def fields(self) -> str:
        return listed(change.field for change in self.changes)


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of lines, and the `before` of the next one; empty when these were the last."""

    lines: list[LogLine]
    older: str


def log_page(week: Week, wanted: LogFilter) -> LogPage:
    """Fifty lines, the newest first, by keyset: a page stays itself while new lines come in. Two queries."""
    rows: list[Entry] = []
    for side in (entries_of_week(week.pk), entries_of_region(week.region_id)):
        found = _narrowed(side, week, wanted)
        rows += (found.filter(id__lt=int(wanted.before)) if wanted.before else found)[: PAGE + 1]
    rows.sort(key=lambda entry: -entry.pk)
    shown = rows[:PAGE]
    return LogPage(
        [log_line(entry, week.zone) for entry in shown], str(shown[-1].pk) if len(rows) > PAGE else ""
    )


def _narrowed(found: QuerySet[Entry], week: Week, wanted: LogFilter) -> QuerySet[Entry]:
    if wanted.object:
        kind, pk = wanted.object
        found = found.filter(kind=kind, object_id=pk)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.name:
        found = found.filter(Q(object_name__icontains=wanted.name) | _by_code(wanted.name))
    if wanted.who:
        found = found.filter(actor_name__icontains=wanted.who)
    if wanted.why:
        found = found.filter(why__icontains=wanted.why)
    first, last = clock.read_day(wanted.since), clock.read_day(wanted.until)
    if first:
        found = found.filter(at__gte=clock.moment(first, clock.MIDNIGHT, week.zone))
    if last:
        found = found.filter(at__lt=clock.end_of(last, week.zone))
    return found


def _by_code(word: str) -> Q:
    """The rows that bear this code: what stands on paper and in addresses."""
    code = word.upper()
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        return Q(pk__in=())
    found = Q(pk__in=())
    coded: tuple[type[Any], ...] = (Activity, Duty, HandIn, Unit, Notice)
    for model in coded:
        ids = list(model.objects.filter(code=code).values_list("pk", flat=True))
        if ids:
            found |= Q(kind=model._meta.label_lower, object_id__in=ids)
    return found


def log_line(entry: Entry, zone: str) -> LogLine:
    """A stored entry in the reader's words; a verb or field without one shows its own name."""
    return LogLine(
        id=entry.pk,
        at=entry.at,
        who=str(VIAS["system"]) if entry.via == "system" else entry.actor_name,
        via=str(VIAS[entry.via]) if entry.via in VIAS and entry.via not in ("account", "system") else "",
        what=verb_word(entry.verb),
        kind=kind_word(entry.kind),
        thing=entry.object_name,
        of=f"{entry.kind}:{entry.object_id}" if entry.object_id and entry.kind in KINDS else "",
        changes=tuple(_changes(entry, zone)),
        why=entry.why,
        seal=entry.seal,
    )


def _changes(entry: Entry, zone: str) -> Iterable[Change]:
    for name, (old, new) in entry.changes.items():
        if new == entry.why and new:  # 退回的原因: said once is enough
            continue
        if f"{entry.kind}.{name}" in FOR_PROGRAMS:
            continue
        before, after = in_words(entry.kind, name, old, zone), in_words(entry.kind, name, new, zone)
        rows: list[Row] = []
        if before and after and max(len(before), len(after)) > LONG:
            rows = compared(before.splitlines(), after.splitlines())
        yield Change(field_word(entry.kind, name), before, after, tuple(rows))


def in_words(kind: str, name: str, value: Any, zone: str) -> str:
    """A stored value as people write it, by the type of its field: days and hours in local words, choices named."""
    words = _in_words(kind, name, value, zone)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _in_words(kind: str, name: str, value: Any, zone: str) -> str:
    if value in (None, "", [], {}):
        return ""
    field = _fields(kind).get(name)
    match value:
        case bool():
            return _("是") if value else _("否")
        case list():
            return listed(_chosen(field, item) for item in value)
        case dict():
            return set_apart(headed(field_word(kind, str(key)), str(item)) for key, item in value.items())
        case str():
            return _moment(field, value, zone) or _chosen(field, value)
    return str(value)


def _chosen(field: models.Field | None, value: Any) -> str:
    words: Mapping[Any, Any] = dict(getattr(field, "flatchoices", None) or ())
    if field is not None and field.name == "audience":
        words = dict(Audience.choices)
    return str(words.get(value, value))


def _moment(field: models.Field | None, value: str, zone: str) -> str:
    """The words for a stored day, hour or moment; empty when it is none."""
    try:
        match field:
            case models.DateTimeField():
                return moment_words(datetime.fromisoformat(value), zone, year=True)
            case models.DateField():
                return day_words(date.fromisoformat(value), year=True)
            case models.TimeField():
                return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:  # a value of an older version, or one that is not of the field's own kind
        return ""
    return ""


@cache
def _fields(kind: str) -> dict[str, models.Field]:
    """The fields of the model that an entry tells of; none when there is no such model any more."""
    for model in apps.get_models():
        if model._meta.label_lower == kind:
            return {field.name: field for field in model._meta.concrete_fields}
    return {}
