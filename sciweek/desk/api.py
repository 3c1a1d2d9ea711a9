"""The log over the API."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.base.rest import ApiRequest, Asked, Moment, Out, PageOf, Room, Slug, Words, local, page_of
from sciweek.logbook.models import Entry

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


@rest.read("/weeks/{week}/log", PageOf[LogLineOut], _("谁改了什么，新的在前"), needs="desk.read_log")
def list_log(request: ApiRequest, week: Slug, asked: Query[LogFilter]) -> PageOf[LogLineOut]:
    wanted = {"at__gte": asked.since, "at__lt": asked.until, "verb": asked.verb, "kind": asked.kind}
    rows = Entry.objects.filter(week_id=request.week.pk).order_by("-id")
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    zone = request.week.zone
    return page_of(request, PageOf[LogLineOut], rows, asked, lambda entry: _out(entry, zone))
