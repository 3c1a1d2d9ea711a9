"""Writing to units: whom, how, with which words; a preview for each; drafts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import participations, units
from sciweek.committee.states import UnitKind
from sciweek.post.actions import Composition, compose, write_composition
from sciweek.post.channels import channel
from sciweek.post.forms import TextForm
from sciweek.post.logic.wording import COMMON, FIELDS, Text
from sciweek.post.models import Group
from sciweek.post.queries import general_wordings, groups, wording_of
from sciweek.post.states import ChannelKind, Occasion

MOST_UNITS = 2000
# How many previews are shown open; the others unfold.
SHOWN_OPEN = 2


@desk_page("post.run_post")
def new_message(request: DeskRequest) -> HttpResponse:
    """Choose and write; `step=preview` shows what each would get, `step=write` makes the drafts."""
    if request.method == "POST":
        return _posted(request)
    picked = _proposed(request)
    text = _wording(request.GET.get("text", ""))
    form = TextForm(initial={"subject": text.subject, "body": text.body})
    chosen = request.GET.get("way", "")
    return render(request, "post/new.html", _context(request, form, picked, chosen))


def _wording(word: str) -> Text:
    row = (
        general_wordings().filter(pk=int(word)).first()
        if word.isascii() and word.isdigit() and len(word) < 10
        else None
    )
    return Text(row.subject, row.body) if row else wording_of(Occasion.GENERAL)


def _proposed(request: DeskRequest) -> set[str]:
    """Codes of the units that are ticked at first: `?who=all`, a kind, or single ones by `?unit=`."""
    who = request.GET.get("who", "")
    if who == "all":
        taking_part = participations().values_list("unit_id", flat=True)
        return set(units().filter(pk__in=taking_part).values_list("code", flat=True))
    if who in UnitKind.values:
        return set(units().filter(kind=who).values_list("code", flat=True))
    return set(request.GET.getlist("unit")[:MOST_UNITS])


def _posted(request: DeskRequest) -> HttpResponse:
    form = TextForm(request.POST)
    codes = set(request.POST.getlist("unit")[:MOST_UNITS])
    way = request.POST.get("way", "")
    if not form.is_valid() or request.POST.get("step") == "edit":
        return render(request, "post/new.html", _context(request, form, codes, way))
    text = Text(form.cleaned_data["subject"], form.cleaned_data["body"])
    made = _composed(request, text, codes, way)
    if made.problems:
        for name in ("subject", "body"):
            if name in made.problems:
                form.add_error(name, made.problems[name])
        context = _context(request, form, codes, way) | {"problems": made.problems}
        return render(request, "post/new.html", context, status=422)
    if request.POST.get("step") == "write":
        written = write_composition(request.actor, request.week, made)
        n = len(written.new)
        said = ngettext(
            "写好 %(n)d 条，在待发里。看过后点“发出”。", "写好 %(n)d 条，在待发里。看过后点“发出”。", n
        )
        messages.success(request, said % {"n": n})
        if written.known:
            messages.info(request, _("%(n)d 条以前写过一样的，没有重复。") % {"n": len(written.known)})
        response = redirect("post:outbox", week_slug=request.week.slug)
        response["Location"] += "?shelf=draft"
        return response
    context = {
        "made": made,
        "open": SHOWN_OPEN,
        "text": text,
        "codes": sorted(codes),
        "way": way,
        "copy_rest": _copies_rest(request),
        "labels": dict(ChannelKind.choices),
        "week": request.week,
    }
    return render(request, "post/preview.html", context)


def _copies_rest(request: DeskRequest) -> bool:
    """Units without an address get a text to copy, unless the tick was taken off in the preview."""
    return "rest" not in request.POST or "copy_rest" in request.POST


def _composed(request: DeskRequest, text: Text, codes: set[str], way: str) -> Composition:
    group: Group | None = None
    kind = way
    if way.startswith("g-"):
        group = groups().filter(code=way.removeprefix("g-")).first()
        kind = group.kind if group else ""
    chosen: list[Unit] = [] if group else list(units().filter(code__in=codes))
    return compose(request.week, chosen, text, channel=kind, group=group, copy_rest=_copies_rest(request))


def _context(request: DeskRequest, form: TextForm, picked: set[str], way: str) -> dict[str, Any]:
    by_kind: dict[str, list[tuple[Unit, bool]]] = {str(label): [] for label in UnitKind.labels}
    for unit in units():
        by_kind[str(unit.get_kind_display())].append((unit, unit.code in picked))
    ways = [
        (kind.value, kind.label, channel(kind).is_ready() or kind == ChannelKind.COPY)
        for kind in (ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.COPY)
    ]
    robots = [(f"g-{group.code}", group) for group in groups()]
    return {
        "form": form,
        "by_kind": [(label, rows) for label, rows in by_kind.items() if rows],
        "kinds": [(one.value, one.label) for one in UnitKind if by_kind[str(one.label)]],
        "picked": len(picked),
        "ways": ways,
        "robots": robots,
        "way": way or (ChannelKind.EMAIL if ways[0][2] else ChannelKind.COPY),
        "wordings": general_wordings(),
        "gaps": [(name, FIELDS[name]) for name in COMMON],
        "problems": {},
        "week": request.week,
    }
