"""The feed of changes: one entry for each release."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sciweek.activities.queries import public_activities
from sciweek.base import clock
from sciweek.look.dates import range_words
from sciweek.look.phrases import headed, strung
from sciweek.portal.logic.exports.feed import ChangeLine, Feed, FeedEntry, feed_xml
from sciweek.portal.pages.exports.answers import Asked, answer, export_page
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.queries import releases
from sciweek.programme.states import Change

MOST_RELEASES = 20
MOST_CHANGES = 100


@export_page
def programme_feed(asked: Asked) -> HttpResponseBase:
    """What each release changed, the newest first; without what the public may no longer see."""
    week = asked.visit.week
    found = list(releases()[:MOST_RELEASES])
    since = clock.moment(week.starts_on, clock.MIDNIGHT, asked.visit.zone)

    def made() -> Iterator[bytes]:
        changed = _changed(found)
        yield feed_xml(
            Feed(
                uid=week.uid,
                title=_("%(week)s：日程变动") % {"week": week.title},
                author=week.office_name or week.title,
                url=asked.address("programme"),
                own_url=asked.here,
                language=get_language() or "zh-hans",
                updated=found[0].released_at if found else since,
                zone=asked.visit.zone,
                product=version("sciweek"),
                entries=[_entry(asked, release, changed[release.pk]) for release in found],
            )
        )

    return answer(asked, "application/atom+xml; charset=utf-8", made)


@dataclass(slots=True)
class Changed:
    """What a release changed: how many sessions in which way, and the first of them."""

    counts: dict[str, int] = field(default_factory=dict)
    rows: list[ReleasedSession] = field(default_factory=list)


def _changed(found: Sequence[Release]) -> dict[int, Changed]:
    """By release, without what the public may no longer see. Two queries, however many releases there were."""
    changed = ReleasedSession.objects.filter(release__in=found, activity__in=public_activities().values("pk"))
    changed = changed.exclude(change="")
    answer: dict[int, Changed] = defaultdict(Changed)
    counts = changed.order_by().values_list("release_id", "change").annotate(count=Count("id"))
    for release_id, change, count in counts:
        answer[release_id].counts[change] = count
    nth = Window(RowNumber(), partition_by="release_id", order_by=("starts_at", "id"))
    first = changed.annotate(nth=nth).filter(nth__lte=MOST_CHANGES).select_related("activity")
    for row in first.order_by("release_id", "starts_at", "id"):
        answer[row.release_id].rows.append(row)
    return answer


def _entry(asked: Asked, release: Release, changed: Changed) -> FeedEntry:
    counts = changed.counts
    words = strung(f"{Change(each).label} {counts[each]}" for each in Change.values if each in counts)
    number = _("第 %(number)s 版日程") % {"number": release.number}
    more = sum(counts.values()) - MOST_CHANGES
    return FeedEntry(
        uid=release.uid,
        title=headed(number, words) if words else number,
        note=release.note,
        released_at=release.released_at,
        url=asked.address("programme"),
        changes=tuple(_line(asked, row) for row in changed.rows),
        more=ngettext("另有 %(count)s 场有变动。", "另有 %(count)s 场有变动。", more) % {"count": more}
        if more > 0
        else "",
    )


def _line(asked: Asked, row: ReleasedSession) -> ChangeLine:
    name = f"{row.activity.name} · {row.title}" if row.title else row.activity.name
    # What is gone has no page of its own any more.
    gone = row.change == Change.GONE
    url = (
        asked.address("activity", code=row.activity.code) if gone else asked.address("session", code=row.code)
    )
    return ChangeLine(
        change=str(Change(row.change).label),
        name=name,
        when=range_words(row.starts_at, row.ends_at, asked.visit.zone),
        url=url,
        reason=row.state_reason if row.change == Change.CANCELLED else "",
    )
