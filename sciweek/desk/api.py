"""The log over the API."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.base.rest import ApiRequest, Asked, Moment, Out, PageOf, Room, Slug, Words, local, page_of
from sciweek.logbook.models import Entry
from sciweek.logbook.queries import entries_of_region, entries_of_week

rest = Room("log", _("日志"), rights=("read",))


class LogLineOut(Out):
    """Who did what to what, when and why; `changes` gives from and to by field, personal values masked."""

    at: datetime | None
    who: str
    via: str
    verb: str
    kind: str
    thing: str
    changes: dict[str, list[Any]]
    why: str


class LogFilter(Asked):
    """Which lines."""

    since: Moment | None = None
    until: Moment | None = None
    verb: Words = ""
    kind: Words = ""


def _out(entry: Entry, zone: str) -> LogLineOut:
    return LogLineOut(
        at=local(entry.at, zone),
        who=entry.actor_name,
        via=entry.via,
        verb=entry.verb,
        kind=entry.kind,
        thing=entry.object_name,
        changes=entry.changes,
        why=entry.why,
    )


def _lines(request: ApiRequest, rows: QuerySet[Entry], asked: LogFilter, zone: str) -> PageOf[LogLineOut]:
    wanted = {"at__gte": asked.since, "at__lt": asked.until, "verb": asked.verb, "kind": asked.kind}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return page_of(request, PageOf[LogLineOut], rows, asked, lambda entry: _out(entry, zone))


@rest.read("/weeks/{week}/log", PageOf[LogLineOut], _("谁改了什么，新的在前"), needs="desk.read_log")
def list_log(request: ApiRequest, week: Slug, asked: Query[LogFilter]) -> PageOf[LogLineOut]:
    return _lines(request, entries_of_week(request.week.pk), asked, request.week.zone)


@rest.read(
    "/log", PageOf[LogLineOut], _("不属于哪一届的：单位、人员、令牌、场地……，新的在前"), needs="desk.read_log"
)
def list_region_log(request: ApiRequest, asked: Query[LogFilter]) -> PageOf[LogLineOut]:
    return _lines(request, entries_of_region(request.region.pk), asked, request.region.zone)
