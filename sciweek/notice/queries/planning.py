"""What the plan page needs to know of region, units and weeks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciweek.base import scope
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.duties.models import Duty
from sciweek.notice.logic.addressees import UnitFacts
from sciweek.notice.logic.plan import Proposal, RegionFacts, Taken, propose
from sciweek.notice.models import Notice
from sciweek.notice.states import TAKEN, NoticeRole
from sciweek.week.models import Region, Week
from sciweek.week.queries import weeks_of
from sciweek.week.states import WeekState


@dataclass(frozen=True)
class Ground:
    """What a plan stands on: the proposal, the region's units, the weeks that it could fill, what these have."""

    proposal: Proposal
    units: list[Unit]
    targets: list[Week]
    target: Week | None
    duties: list[Duty]
    left_open: int


def ground(notice: Notice, region: Region, *, chosen_target: str = "") -> Ground:
    """Gather it. `chosen_target`: the slug of the week to fill, `new`, or empty for what is likely."""
    findings = list(notice.findings.all())
    known = list(units())
    proposal = propose(
        [Taken(f.pk, f.field, f.value, f.evidence) for f in findings if f.verdict in TAKEN],
        notice.text,
        is_higher=notice.role == NoticeRole.HIGHER,
        region=RegionFacts(region.name, region.short_name, region.level, region.parent_name),
        units=[UnitFacts(u.pk, u.name, u.kind, u.short_name, tuple(u.posts)) for u in known],
        everybody=_("本地各单位"),
    )
    targets = list(weeks_of(region.pk).exclude(state=WeekState.ARCHIVED))
    target = _target(targets, proposal, chosen_target)
    duties: list[Duty] = []
    if target is not None:
        with scope.entered(region.pk, target.pk):
            duties = list(Duty.objects.all())
    return Ground(
        proposal=proposal,
        units=known,
        targets=targets,
        target=target,
        duties=duties,
        left_open=sum(finding.verdict == "open" for finding in findings),
    )


def _target(targets: list[Week], proposal: Proposal, chosen: str) -> Week | None:
    """The week to fill: the chosen one, else one of the same year, because a second one would be a double."""
    if chosen:
        return next((week for week in targets if week.slug == chosen), None)
    starts_on = proposal.week.starts_on
    return next((week for week in targets if starts_on and week.starts_on.year == starts_on.year), None)
