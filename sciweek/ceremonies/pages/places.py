"""Handing out places: unit by unit, or one number for many."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.ceremonies import actions
from sciweek.ceremonies.forms import KINDS, PlacesForm
from sciweek.ceremonies.models import Ceremony, Quota
from sciweek.ceremonies.pages.shown import address, find_run, head_of
from sciweek.ceremonies.queries import whole, with_counts
from sciweek.ceremonies.states import GuestKind
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import participations
from sciweek.committee.states import UnitKind
from sciweek.look.parts import Tab
from sciweek.look.phrases import listed

MOST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit, what was typed or stands in its field, the note, and what else it has."""

    unit: Unit
    typed: str
    note: str
    others: str


@desk_page("ceremonies.see_ceremony")
def places(request: DeskRequest, code: str) -> HttpResponse:
    """Each unit's places of the kind that is looked at."""
    found = find_run(request, code)
    kind = request.GET.get("kind", "")
    kind = kind if kind in GuestKind.values else GuestKind.REPRESENTATIVE.value
    units = _units(found)
    bulk = PlacesForm(posted(request) if _is_bulk(request) else None, choices=_choices(units))
    problem = ""
    if request.method == "POST":
        try:
            wanted = _bulk(bulk, units, kind) if _is_bulk(request) else _typed(request, units, kind)
            if wanted is not None:
                actions.hand_out_places(request.actor, found, wanted)
                messages.success(request, _("名额已保存。"))
                return redirect(f"{address(request, 'places', code=found.code)}?kind={kind}")
        except Refused as refusal:
            problem = "；".join(map(str, refusal.fields.values())) or str(refusal)
    (counted,) = with_counts(whole(Ceremony.objects.filter(pk=found.pk)))
    context = {
        "head": head_of(request, found, "places"),
        "ceremony": found,
        "counted": counted,
        "kind": kind,
        "kind_words": KINDS[GuestKind(kind)],
        "tabs": _tabs(request, found, kind),
        "groups": _groups(request, found, units, kind),
        "bulk": bulk,
        "problem": problem,
        "week": request.week,
    }
    return render(request, "ceremonies/places.html", context, status=422 if problem or bulk.errors else 200)


def _is_bulk(request: DeskRequest) -> bool:
    return request.POST.get("act") == "bulk"


def _units(ceremony: Ceremony) -> list[Unit]:
    """Living units, and merged ones that have places still, in the notice's order."""
    held = Quota.objects.filter(slip__ceremony=ceremony).values("slip__unit_id")
    return list(Unit.objects.filter(Q(merged_into__isnull=True) | Q(pk__in=held)))


def _choices(units: list[Unit]) -> list[tuple[str, str]]:
    kinds = {unit.kind for unit in units}
    groups = [(str(kind), str(label)) for kind, label in UnitKind.choices if kind in kinds]
    return [("part", _("参加本届的单位")), ("all", _("所有单位")), *groups]


def _bulk(form: PlacesForm, units: list[Unit], kind: str) -> list[actions.Places] | None:
    if not form.is_valid():
        return None
    count, which = form.cleaned_data["count"], form.cleaned_data["units"] or "part"
    if count is None:
        form.add_error("count", _("请写几人，收回名额写 0。"))
        return None
    if which == "part":
        chosen = set(participations().values_list("unit_id", flat=True))
    else:
        chosen = {unit.pk for unit in units if which in ("all", unit.kind)}
    return [actions.Places(unit, count, kind) for unit in units if unit.pk in chosen]


def _typed(request: DeskRequest, units: list[Unit], kind: str) -> list[actions.Places]:
    """What was typed beside the units; a field that was not sent is left as it is."""
    wanted = []
    for unit in units:
        name = f"count-{unit.code}"
        if name not in request.POST:
            continue
        text = request.POST[name].strip()
        if text and not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            words = _("%(unit)s：没有认出“%(text)s”是几人。") % {"unit": unit, "text": text[:20]}
            raise Refused(fields={"count": words}, code="invalid")
        note = request.POST.get(f"note-{unit.code}")
        wanted.append(actions.Places(unit, int(text or 0), kind, note))
    return wanted


def _tabs(request: DeskRequest, ceremony: Ceremony, kind: str) -> list[Tab]:
    counts: dict[str, int] = defaultdict(int)
    for of, count in Quota.objects.filter(slip__ceremony=ceremony).values_list("kind", "count"):
        counts[of] += count
    base = address(request, "places", code=ceremony.code)
    return [
        Tab(label, f"{base}?kind={value}", value == kind, counts[value]) for value, label in GuestKind.choices
    ]


def _groups(
    request: DeskRequest, ceremony: Ceremony, units: list[Unit], kind: str
) -> list[tuple[str, list[UnitLine]]]:
    mine: dict[int, Quota] = {}
    others: dict[int, list[str]] = defaultdict(list)
    for quota in Quota.objects.filter(slip__ceremony=ceremony).select_related("slip"):
        if quota.kind == kind:
            mine[quota.slip.unit_id] = quota
        else:
            others[quota.slip.unit_id].append(f"{KINDS[GuestKind(quota.kind)]} {quota.count}")
    groups: dict[str, list[UnitLine]] = {}
    for unit in units:
        given = mine.get(unit.pk)
        typed = request.POST.get(f"count-{unit.code}", str(given.count) if given else "")
        note = request.POST.get(f"note-{unit.code}", given.note if given else "")
        line = UnitLine(unit, typed, note, listed(others[unit.pk]))
        groups.setdefault(str(unit.get_kind_display()), []).append(line)
    return list(groups.items())
