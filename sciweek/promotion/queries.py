from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Kind
from sciweek.committee.models import Unit
from sciweek.post.models import Message
from sciweek.post.queries import reminders_about
from sciweek.post.states import Occasion
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.states import CLEARED, OWED, DeliverableState, ServiceState
from sciweek.venues.models import living
from sciweek.week.models import Week

SOON = 7  # days


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a deliverable stands: the shape (look's state name; empty: none) and the words."""

    shape: str
    words: str


def mark(row: Deliverable, today: date) -> Mark:
    """Shape and words of one deliverable; what the clock implies is computed here, never stored."""
    match row.state:
        case DeliverableState.ACCEPTED:
            return Mark("done", _("已认可"))
        case DeliverableState.DELIVERED:
            return Mark("waiting", _("待看"))
        case DeliverableState.WAIVED:
            return Mark("", _("不再要求"))
    days = (row.due_on - today).days
    if days < 0:
        late = ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", -days) % {"n": -days}
        return Mark(
            "overdue",
            _("退回后%(late)s") % {"late": late} if row.state == DeliverableState.RETURNED else late,
        )
    if row.state == DeliverableState.RETURNED:
        return Mark("returned", _("已退回"))
    if days == 0:
        return Mark("open", _("今天到期"))
    if days <= SOON:
        return Mark("open", ngettext("剩 %(n)d 天", "剩 %(n)d 天", days) % {"n": days})
    return Mark("open", _("未到期"))


def with_counts(found: QuerySet[Service], today: date) -> QuerySet[Service]:
    """Adds how many deliverables there are, how many are cleared, wait for a look and are overdue, and when the next
    one is due. What is due first stands first, then what is owed no more."""
    owed = Q(deliverables__state__in=OWED)
    return found.select_related("unit", "activity").annotate(
        total=Count("deliverables"),
        cleared=Count("deliverables", filter=Q(deliverables__state__in=CLEARED)),
        waiting=Count("deliverables", filter=Q(deliverables__state=DeliverableState.DELIVERED)),
        overdue=Count("deliverables", filter=owed & Q(deliverables__due_on__lt=today)),
        next_due=Min("deliverables__due_on", filter=owed),
    ).order_by(
        # Not only NULLS LAST: SQLite and PostgreSQL would put them at different ends by themselves.
        Case(When(next_due__isnull=True, then=1), default=0),
        F("next_due").asc(nulls_last=True),
        "id",
    )  # fmt: skip


def next_deliverables(service_ids: Iterable[int]) -> dict[int, Deliverable]:
    """Of each service what is due next, if anything is; one query."""
    found: dict[int, Deliverable] = {}
    rows = Deliverable.objects.filter(service_id__in=list(service_ids), state__in=OWED)
    for row in rows.order_by("due_on", "position", "id"):
        found.setdefault(row.service_id, row)
    return found


def overdue(today: date) -> QuerySet[Deliverable]:
    """What running services still owe after its day, the longest overdue first."""
    return _late(today).select_related("service__unit__merged_into").order_by("due_on", "position", "id")


def overdue_at(unit: Unit | None, today: date) -> QuerySet[Deliverable]:
    """The same of one unit, with what the units bought that were merged into it; None: of what no unit bought."""
    if unit is None:
        return overdue(today).filter(service__unit=None)
    return overdue(today).filter(Q(service__unit=unit) | Q(service__unit__merged_into=unit))


def _late(today: date) -> QuerySet[Deliverable]:
    return Deliverable.objects.filter(service__state=ServiceState.RUNNING, state__in=OWED, due_on__lt=today)


def last_reminder(row: Deliverable) -> Message | None:
    """What was last written because it is overdue."""
    if row.reminded_at is None:
        return None
    written = reminders_to(living(row.service.unit), row.week)
    return written.filter(written_at__gte=row.reminded_at).order_by("pk").first()


def reminders_to(unit: Unit | None, week: Week) -> QuerySet[Message]:
    """What was written to the unit in the edition because something is overdue there; None: to its office."""
    return reminders_about([about_uid(unit, week)]).filter(week=week, occasion=Occasion.AFTER)


def about_uid(unit: Unit | None, week: Week) -> UUID:
    """What a reminder is about: the unit that bought, or the edition where none is named."""
    return week.uid if unit is None else unit.uid


def deliverables_of(service: Service) -> list[Deliverable]:
    """Its deliverables by their date."""
    return list(Deliverable.objects.filter(service=service))


def acceptances_of(service: Service) -> list[Acceptance]:
    """All of its acceptances, the newest first: the one that stands, then those that were reopened."""
    return list(Acceptance.objects.filter(service=service).order_by("-number"))


def stamp_of(rows: Sequence[Deliverable]) -> str:
    """Changes whenever one of the deliverables does: what somebody saw before accepting the whole."""
    newest = max((row.pk for row in rows), default=0)
    return f"{len(rows)}-{sum(row.version for row in rows)}-{newest}"


def promotion_activities(besides: int | None = None) -> QuerySet[Activity]:
    """What a service can be bought for, and the one that it is bought for already."""
    fit = Q(kind=Kind.PROMOTION) & ~Q(state=ActivityState.CANCELLED)
    return Activity.objects.filter(fit | Q(pk=besides)).order_by("name", "id")


def counts_by_state(found: QuerySet[Service]) -> dict[str, int]:
    """How many services stand where; one query."""
    counts = dict(found.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: counts.get(state, 0) for state in ServiceState.values}
