"""Versions of the programme, and what the next one would change."""

from django.utils.translation import gettext_lazy as _
from ninja import Query

from sciweek.base.rest import ApiRequest, Asked, OnceKey, PageOf, Slug, page_of
from sciweek.programme import actions
from sciweek.programme.api.shapes import SEES, NewRelease, PendingOut, ReleaseOut, release_out, rest
from sciweek.programme.models import Release
from sciweek.programme.queries import change_counts, pending_changes, releases
from sciweek.programme.states import Change

ALL = "/weeks/{week}/releases"
RUNS = "programme.run_programme"


@rest.read(ALL, PageOf[ReleaseOut], _("发布过的日程，新的在前"), needs=SEES)
def list_releases(request: ApiRequest, week: Slug, asked: Query[Asked]) -> PageOf[ReleaseOut]:
    counts: dict[int, dict[str, int]] = {}

    def counted(rows: list[Release]) -> list[Release]:
        counts.update(change_counts(rows))
        return rows

    return page_of(
        request,
        PageOf[ReleaseOut],
        releases(),
        asked,
        lambda row: release_out(row, request.week.zone, counts.get(row.pk, {})),
        prepare=counted,
    )


@rest.write("POST", ALL, ReleaseOut, _("发布日程"), needs=SEES, status=201)
def release_programme(request: ApiRequest, week: Slug, data: NewRelease, once: OnceKey = None) -> ReleaseOut:
    row = actions.release_programme(
        request.actor, request.week, note=data.note, seen_number=data.seen_number, request_uid=once
    )
    return release_out(row, request.week.zone, change_counts([row])[row.pk])


@rest.read("/weeks/{week}/release-changes", list[PendingOut], _("下一次发布会改什么"), needs=RUNS)
def list_pending(request: ApiRequest, week: Slug) -> list[PendingOut]:
    return [
        PendingOut(
            session=one.session.code,
            activity=one.session.activity.code,
            activity_name=one.session.activity.name,
            change=Change(one.change),
            fields=[name.removesuffix("_id") for name in one.fields],
        )
        for one in pending_changes(request.week)
    ]
