"""参会名额: how many guests each unit may send."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.ceremonies.actions.sense import locked_ceremony
from sciweek.ceremonies.models import Ceremony, Guest, Quota, Seat, Slip
from sciweek.ceremonies.states import GuestKind, GuestState
from sciweek.committee.actions import take_part
from sciweek.committee.models import Unit
from sciweek.logbook.actions import append_many

MOST_PLACES = 9999  # of one kind for one unit
NOTE = 120


@dataclass(frozen=True, slots=True)
class Places:
    """So many places of one kind for one unit; 0 takes them back. `note` None: as it was."""

    unit: Unit
    count: int
    kind: str = GuestKind.REPRESENTATIVE
    note: str | None = None


def hand_out_places(actor: Actor, ceremony: Ceremony, wanted: Sequence[Places]) -> list[Quota]:
    """Give units their places; what is not named stays. A unit with places takes part and has a slip to fill.

    Raises `Refused` when a unit has named more guests already than it would have places.
    """
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    _check(wanted)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        slips = {slip.unit_id: slip for slip in Slip.objects.filter(ceremony=locked).select_related("unit")}
        fresh = {one.unit.pk: one.unit for one in wanted if one.count and one.unit.pk not in slips}
        take_part(actor, locked.week, list(fresh.values()))
        rows = [Slip(week=locked.week, ceremony=locked, unit=unit) for unit in fresh.values()]
        slips |= {slip.unit_id: slip for slip in Slip.objects.bulk_create(rows)}
        known = {(one.slip_id, one.kind): one for one in Quota.objects.filter(slip__ceremony=locked)}
        _refuse_taken(slips, wanted)
        lines, changed = [], []
        for one in wanted:
            slip = slips.get(one.unit.pk)
            if slip is None:
                continue
            quota = known.get((slip.pk, one.kind))
            before = quota.count if quota is not None else 0
            quota = _settle(slip, quota, one)
            if before != one.count:
                lines.append((slip, {"places": (before, one.count)}))
            if quota is not None:
                changed.append(quota)
        append_many(actor, "hand_out_places", lines)
        _drop_empty(locked)
    return changed


def _check(wanted: Sequence[Places]) -> None:
    for one in wanted:
        if one.kind not in GuestKind.values:
            raise Refused(fields={"kind": _("请选给谁的名额。")}, code="invalid")
        if not 0 <= one.count <= MOST_PLACES:
            text = _("%(unit)s：写 0 到 %(most)d 之间的人数。") % {"unit": one.unit, "most": MOST_PLACES}
            raise Refused(fields={"count": text}, code="invalid")
        if one.note is not None and len(clean(one.note)) > NOTE:
            raise Refused(fields={"note": _("最多 %(most)d 个字。") % {"most": NOTE}}, code="invalid")


def _refuse_taken(slips: dict[int, Slip], wanted: Sequence[Places]) -> None:
    """A number of places below the guests who are named is no number that can be kept."""
    rows = Guest.objects.filter(slip__in=[slip.pk for slip in slips.values()], state=GuestState.COMING)
    counts = rows.order_by().values_list("slip_id", "kind").annotate(count=Count("pk"))
    taken = {(slip_id, kind): count for slip_id, kind, count in counts}
    for one in wanted:
        slip = slips.get(one.unit.pk)
        named = taken.get((slip.pk, one.kind), 0) if slip is not None else 0
        if named > one.count:
            text = _("%(unit)s已经报了 %(named)d 人，名额不能少于这个数。") % {
                "unit": one.unit,
                "named": named,
            }
            raise Refused(fields={"count": text}, code="taken")


def _settle(slip: Slip, quota: Quota | None, one: Places) -> Quota | None:
    if not one.count:
        if quota is not None:
            quota.delete()
        return None
    if quota is None:
        note = clean(one.note or "")
        return Quota.objects.create(
            week_id=slip.week_id, slip=slip, kind=one.kind, count=one.count, note=note
        )
    note = quota.note if one.note is None else clean(one.note)
    if (quota.count, quota.note) != (one.count, note):
        quota.count, quota.note = one.count, note
        quota.version += 1
        quota.save(update_fields=["count", "note", "version"])
    return quota


def _drop_empty(ceremony: Ceremony) -> None:
    """A unit whose places were all taken back before it said anything is no longer invited."""
    silent = Slip.objects.filter(ceremony=ceremony, replied_at__isnull=True)
    without = silent.exclude(pk__in=Quota.objects.values("slip_id"))
    gone = dict(without.exclude(pk__in=Guest.objects.values("slip_id")).values_list("pk", "unit_id"))
    # Seats that were kept for its unnamed guests are free again.
    Seat.objects.filter(ceremony=ceremony, guest__isnull=True, unit__in=gone.values()).delete()
    Slip.objects.filter(pk__in=gone).delete()
