"""schedule.xml and schedule.json."""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version

from django.http.response import HttpResponseBase

from sciweek.activities.states import ActivityState
from sciweek.portal.logic.exports.schedule import ScheduleHead, acronym_of, schedule_json, schedule_xml
from sciweek.portal.logic.exports.session import ExportSession
from sciweek.portal.pages.exports.answers import Asked, answer, export_page
from sciweek.portal.pages.exports.rows import days_of, export_sessions, rows_of
from sciweek.programme.states import SessionState

Write = Callable[[ScheduleHead, Iterable[ExportSession]], Iterator[bytes]]


@export_page
def programme_xml(asked: Asked) -> HttpResponseBase:
    return _schedule(asked, schedule_xml, "application/xml; charset=utf-8")


@export_page
def programme_json(asked: Asked) -> HttpResponseBase:
    return _schedule(asked, schedule_json, "application/json")


def _schedule(asked: Asked, write: Write, kind: str) -> HttpResponseBase:
    """What is cancelled is left out: the formats have no word for it, and apps tell who had it that it is gone."""
    week = asked.visit.week
    release = asked.visit.release
    found = (
        rows_of(asked.visit)
        .filter(state=SessionState.PLANNED)
        .exclude(activity__state=ActivityState.CANCELLED)
    )

    def made() -> Iterator[bytes]:
        head = ScheduleHead(
            acronym=acronym_of(week.slug),
            title=week.title,
            version=str(release.number if release else 0),
            product=version("sciweek"),
            url=asked.here,
            site=asked.address("home"),
            zone=asked.visit.zone,
            days=days_of(found, asked.visit.zone) or (week.starts_on,),
        )
        yield from write(head, export_sessions(asked, found))

    return answer(asked, kind, made)
