"""Writing to units: whom, how, with which words; a preview for each; drafts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import participations, units
from sciweek.committee.states import UnitKind
from sciweek.post.actions import Composition, Written, compose, write_composition
from sciweek.post.channels import ready_kinds
from sciweek.post.forms import TextForm
from sciweek.post.logic.wording import COMMON, FIELDS, Text
from sciweek.post.models import Group
from sciweek.post.queries import general_wordings, groups, wording_of
from sciweek.post.states import ChannelKind, Occasion

MOST_UNITS = 2000
# How many previews are shown open; the others unfold.
SHOWN_OPEN = 2
# Whom one press ticks, besides the kinds of units.
EVERYBODY, NOBODY = "all", "none"


@desk_page("post.run_post")
def new_message(request: DeskRequest) -> HttpResponse:
    """Choose and write; `step=preview` shows what each would get, `step=write` makes the drafts.

    `?who=` and `?unit=` tick units at first, so that other pages can lead here.
    """
    if request.method == "POST":
        return _posted(request)
    text = wording_of(Occasion.GENERAL)
    form = TextForm(initial={"subject": text.subject, "body": text.body})
    picked = _picked(set(request.GET.getlist("unit")[:MOST_UNITS]), request.GET.get("who", ""))
    return render(request, "post/new.html", _context(form, picked, request.GET.get("way", ""), request))


def _picked(codes: set[str], who: str) -> set[str]:
    """The codes of the ticked units, with those that one press adds."""
    if who == NOBODY:
        return set()
    if who == EVERYBODY:
        taking_part = participations().values_list("unit_id", flat=True)
        return codes | set(units().filter(pk__in=taking_part).values_list("code", flat=True))
    if who in UnitKind.values:
        return codes | set(units().filter(kind=who).values_list("code", flat=True))
    return codes


def _posted(request: DeskRequest) -> HttpResponse:
    given = request.POST
    codes, way = set(given.getlist("unit")[:MOST_UNITS]), given.get("way", "")
    if given.get("step") == "edit" or "who" in given or "text" in given:
        form = TextForm(initial=_typed(given))
        return render(
            request, "post/new.html", _context(form, _picked(codes, given.get("who", "")), way, request)
        )
    form = TextForm(given)
    made = Composition()
    if form.is_valid():
        made = _composed(request, codes, way, form)
        for name in ("subject", "body"):
            if name in made.problems:
                form.add_error(name, made.problems[name])
    if form.errors or made.problems:
        context = _context(form, codes, way, request) | {"problems": made.problems}
        return render(request, "post/new.html", context, status=422)
    if given.get("step") == "write":
        try:
            return _written(request, write_composition(request.actor, request.week, made))
        except Refused as refusal:
            form.show(refusal)
            return render(request, "post/new.html", _context(form, codes, way, request), status=422)
    context = {
        "made": made,
        "open": SHOWN_OPEN,
        "text": Text(form.cleaned_data["subject"], form.cleaned_data["body"]),
        "codes": sorted(codes),
        "way": way,
        "copy_rest": _copies_rest(request),
        "labels": dict(ChannelKind.choices),
        "week": request.week,
    }
    return render(request, "post/preview.html", context)


def _typed(given: QueryDict) -> dict[str, str]:
    """The words as they stand in the form, or those of the text that was picked instead."""
    word = given.get("text", "")
    if word == "0":
        text = wording_of(Occasion.GENERAL)
        return {"subject": text.subject, "body": text.body}
    row = None
    if word.isascii() and word.isdigit() and len(word) < 10:
        row = general_wordings().filter(pk=int(word)).first()
    if row is not None:
        return {"subject": row.subject, "body": row.body}
    return {"subject": given.get("subject", ""), "body": given.get("body", "")}


def _written(request: DeskRequest, written: Written) -> HttpResponse:
    new, known = len(written.new), len(written.known)
    if new:
        said = ngettext("写好 %(n)d 条，看过就可以发。", "写好 %(n)d 条，看过就可以发。", new)
        messages.success(request, said % {"n": new})
    if known:
        said = ngettext("%(n)d 条以前写过一样的，没有重复。", "%(n)d 条以前写过一样的，没有重复。", known)
        messages.info(request, said % {"n": known})
    return redirect(f"{reverse('post:outbox', kwargs={'week_slug': request.week.slug})}?shelf=draft")


def _copies_rest(request: DeskRequest) -> bool:
    """Units without an address get a text to copy, unless the tick was taken off in the preview."""
    return "rest" not in request.POST or "copy_rest" in request.POST


def _composed(request: DeskRequest, codes: set[str], way: str, form: TextForm) -> Composition:
    text = Text(form.cleaned_data["subject"], form.cleaned_data["body"])
    group: Group | None = None
    kind = way
    if way.startswith("g-"):
        group = groups().filter(code=way.removeprefix("g-")).first()
        kind = group.kind if group else ""
    chosen: list[Unit] = [] if group else list(units().filter(code__in=codes))
    return compose(request.week, chosen, text, channel=kind, group=group, copy_rest=_copies_rest(request))


def _context(form: TextForm, picked: set[str], way: str, request: DeskRequest) -> dict[str, Any]:
    by_kind: dict[str, list[tuple[Unit, bool]]] = {kind: [] for kind in UnitKind.values}
    for unit in units():
        by_kind[unit.kind].append((unit, unit.code in picked))
    ready = ready_kinds()
    ways = [(ChannelKind.COPY, True), *((one, one in ready) for one in (ChannelKind.EMAIL, ChannelKind.SMS))]
    return {
        "form": form,
        "by_kind": [(UnitKind(kind), rows) for kind, rows in by_kind.items() if rows],
        "picked": sum(is_picked for rows in by_kind.values() for _unit, is_picked in rows),
        "ways": ways,
        "robots": [(f"g-{group.code}", group) for group in groups()],
        "way": way or (ChannelKind.EMAIL if ChannelKind.EMAIL in ready else ChannelKind.COPY),
        "wordings": general_wordings(),
        "gaps": [(name, FIELDS[name]) for name in COMMON],
        "problems": {},
        "week": request.week,
    }
