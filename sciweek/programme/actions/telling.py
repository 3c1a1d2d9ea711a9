"""News of a release for the units whose sessions it touches: drafts that wait for a person's press."""

from collections import defaultdict

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.committee.models import Unit
from sciweek.look.dates import range_words
from sciweek.look.phrases import headed, strung
from sciweek.post.actions import Sheet, Written, write_messages
from sciweek.post.queries import best_recipients
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.states import Change

# A long list is read on the page that the message links to.
MOST_LINES = 20
LONGEST_SUBJECT = 150


def touched_units(release: Release) -> int:
    """How many units have a session that the release changed."""
    return _changed(release).order_by().values("activity__unit_id").distinct().count()


def write_news(actor: Actor, release: Release, *, address: str) -> Written:
    """One draft for each unit: its changed sessions, and where the whole version stands. Safe to repeat."""
    access.require(actor, "programme.run_programme", release)
    by_unit: dict[Unit, list[ReleasedSession]] = defaultdict(list)
    for row in _changed(release).select_related("activity__unit", "venue", "room"):
        if row.activity.unit is not None:
            by_unit[row.activity.unit].append(row)
    sheets = []
    for channel, to in best_recipients(by_unit):
        if to.unit is None:
            continue
        key = f"released:{release.uid}:{to.key}"
        subject, body = _text(release, to.unit, by_unit[to.unit], address)
        sheets.append(Sheet(channel, to, subject[:LONGEST_SUBJECT], body, key, release.uid))
    return write_messages(actor, release.week, sheets) if sheets else Written()


def _changed(release: Release) -> QuerySet[ReleasedSession]:
    return ReleasedSession.objects.filter(release=release, activity__unit__isnull=False).exclude(change="")


def _text(release: Release, unit: Unit, rows: list[ReleasedSession], address: str) -> tuple[str, str]:
    week = release.week
    subject = _("%(week)s日程第 %(number)d 版：贵单位有 %(n)d 场变动") % {
        "week": week.title,
        "number": release.number,
        "n": len(rows),
    }
    lines = [headed(unit.name, ""), subject, *(_line(row, week.zone) for row in rows[:MOST_LINES])]
    if len(rows) > MOST_LINES:
        lines.append(_("另有 %(n)d 场，见下面的网址。") % {"n": len(rows) - MOST_LINES})
    if release.note:
        lines.append(headed(_("说明"), release.note))
    lines += [headed(_("全部变动"), address), _("有不对的地方请尽快告诉办公室。"), week.office_name]
    return subject, "\n".join(filter(None, lines))


def _line(row: ReleasedSession, zone: str) -> str:
    """改时间：一滴水的九道关，5月25日（周二）上午9:00–10:00，水厂."""
    where = row.venue.label if row.venue is not None else row.place
    parts = (
        row.activity.name,
        row.title,
        range_words(row.starts_at, row.ends_at, zone),
        f"{where} {row.room.name}" if row.room is not None else where,
        row.state_reason,
    )
    return headed(str(Change(row.change).label), strung(parts))
