"""How far the notice has come: which unit was invited, has opened, signed in, signed for it. Five queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sciweek.base import clock
from sciweek.committee.boards import linked_name
from sciweek.committee.models import Invitation, Membership, Participation, PersonalLink, Unit
from sciweek.committee.states import Role
from sciweek.week.models import Week

# What a unit did earlier than so many days before the week belongs to last year's.
SEASON = 200
STEPS = ("invited", "opened", "signed_in", "received")


@dataclass(slots=True)
class ReceiptRow:
    """One unit of the edition; each step carries the moment when it was first (signing in: last) taken."""

    participation: Participation
    liaisons: list[str] = field(default_factory=list)
    invited: datetime | None = None
    opened: datetime | None = None
    signed_in: datetime | None = None
    received: datetime | None = None

    @property
    def unit(self) -> Unit:
        return self.participation.unit

    @property
    def steps(self) -> list[tuple[str, datetime | None]]:
        return [(step, getattr(self, step)) for step in STEPS]

    def lacks(self, step: str) -> bool:
        return getattr(self, step) is None


def receipt_rows(week: Week) -> list[ReceiptRow]:
    """The edition's units in the order of the notice. Call inside the week."""
    since = clock.moment(week.starts_on - timedelta(days=SEASON), time(0), week.zone)
    parts = Participation.objects.select_related("unit").order_by("position", "unit__sort_key", "pk")
    rows = {row.unit_id: ReceiptRow(row, opened=row.opened_at, received=row.received_at) for row in parts}
    invited: dict[int, list[datetime]] = defaultdict(list)
    opened: dict[int, list[datetime]] = defaultdict(list)
    signed_in: dict[int, list[datetime]] = defaultdict(list)
    asked = Invitation.objects.filter(unit__isnull=False, role=Role.LIAISON, created_at__gte=since)
    for unit_id, at in asked.values_list("unit_id", "created_at"):
        invited[unit_id].append(at)
    linked: dict[int, list[str]] = defaultdict(list)
    for link in PersonalLink.objects.select_related("participation"):
        invited[link.participation.unit_id].append(link.created_at)
        if link.last_used_at is not None:
            signed_in[link.participation.unit_id].append(link.last_used_at)
        if link.revoked_at is None and link.expires_at > clock.now():
            linked[link.participation.unit_id].append(linked_name(link.name))
    held = Membership.objects.filter(unit__isnull=False, role=Role.LIAISON, ended_at__isnull=True)
    for membership in held.select_related("person"):
        row = rows.get(membership.unit_id or 0)
        if row is None:
            continue
        row.liaisons.append(membership.person.name)
        last = membership.person.last_login
        if last is not None and last >= since:
            signed_in[row.unit.pk].append(last)
            # A role that came of an invitation began when its link was opened; one that was there before says nothing.
            came_by_link = any(at <= membership.since for at in invited[row.unit.pk])
            opened[row.unit.pk].append(membership.since if came_by_link else last)
    for unit_id, row in rows.items():
        row.liaisons += linked[unit_id]
        row.invited = min(invited[unit_id], default=None)
        row.signed_in = max(signed_in[unit_id], default=None)
        # Who has signed in, or signed for the notice, has opened it.
        row.opened = _first([row.opened, *opened[unit_id], row.received])
    return list(rows.values())


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
