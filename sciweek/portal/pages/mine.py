"""The personal list: starred sessions in order, kept in the visitor's browser and named by the address alone."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.look.phrases import listed
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.clashes import clashes
from sciweek.portal.logic.rows import DayGroup, Row
from sciweek.portal.logic.wish import Wish
from sciweek.portal.pages.fullness import seats_of
from sciweek.portal.pages.listing import under_days
from sciweek.portal.pages.shared import not_out, ribbon_of, true_until


@dataclass(frozen=True, slots=True)
class MineGroup:
    """A day of the list; each line with what it clashes with."""

    group: DayGroup
    lines: tuple[tuple[Row, str], ...]


@dataclass(frozen=True, slots=True)
class MinePage:
    """`is_asked`: the address names sessions; without, the browser asks for what it has kept."""

    is_asked: bool
    count: str
    groups: tuple[MineGroup, ...]
    gone: str
    clash: str
    share_url: str
    ics_url: str
    programme_url: str
    mine_url: str
    codes: str
    stars: str


@portal_page()
def programme_mine(visit: Visit) -> HttpResponse:
    release = visit.release
    if release is None:
        return not_out(visit)
    codes = visit.wish.codes
    found = queries.starred(release, codes) if codes else []
    pairs = clashes(found)
    gone = len(codes) - len(found)
    groups = under_days(visit, found, Wish(), seats_of(visit, found))
    query = Wish(codes=tuple(sorted(each.code for each in found))).query
    page = MinePage(
        is_asked=bool(codes),
        count=ngettext("%(count)s 场", "%(count)s 场", len(found)) % {"count": len(found)} if codes else "",
        groups=tuple(
            MineGroup(group, tuple((row, _clash(pairs.get(row.star, []))) for row in group.rows))
            for group in groups
        ),
        gone=ngettext("有 %(count)s 场已经撤下。", "有 %(count)s 场已经撤下。", gone) % {"count": gone}
        if gone
        else "",
        clash=ngettext("有 %(count)s 场时间上有冲突。", "有 %(count)s 场时间上有冲突。", len(pairs))
        % {"count": len(pairs)}
        if pairs
        else "",
        share_url=f"{visit.lasting_address('programme_mine')}?{query}" if found else "",
        ics_url=visit.address("programme_ics", query) if found else "",
        programme_url=visit.address("programme"),
        mine_url=visit.address("programme_mine"),
        codes=",".join(each.code for each in found),
        stars=visit.week.slug,
    )
    return visit.show(
        "portal/programme_mine.html",
        page,
        title=_("我的日程 · %(week)s") % {"week": visit.week.title},
        canonical=visit.lasting_address("programme_mine"),
        here="programme",
        true_until=true_until(visit, ribbon_of(visit), found),
        is_kept=not visit.wish.is_somebodys_own,
    )


def _clash(names: list[str]) -> str:
    return _("和%(names)s时间冲突") % {"names": listed(f"“{name}”" for name in names)} if names else ""
