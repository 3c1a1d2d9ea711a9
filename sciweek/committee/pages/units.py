"""The office's pages of units: the list as a tree, one unit, adding, editing, merging."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.actions import add_unit, edit_unit, links, merge_unit
from sciweek.committee.addresses import desk_address
from sciweek.committee.boards import UnitPage, open_invitations, people_of, unit_groups
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.forms import MergeForm, UnitForm
from sciweek.committee.models import PersonalLink, Unit
from sciweek.committee.queries import participation_of
from sciweek.committee.rules import visible_units
from sciweek.committee.states import UnitKind
from sciweek.look.parts import Tab


def find_unit(request: DeskRequest, code: str) -> Unit:
    """The unit, when the actor may see it; otherwise it does not exist."""
    found = visible_units(request.actor).select_related("parent", "merged_into").filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("committee.see_list", needs_week=False)
def unit_list(request: DeskRequest) -> HttpResponse:
    """All units by kind, as trees, with who acts for them and whether they take part."""
    words = request.GET.get("q", "").strip()[:60]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in UnitKind.values else ""
    groups = unit_groups(request.actor, words=words, kind=kind, with_week=request.week is not None)
    rows = [row for group in groups for row in group.rows]
    base = desk_address(request, "units")
    tabs = [Tab(_("全部"), base, not kind)] + [
        Tab(str(one.label), f"{base}?kind={one.value}", kind == one.value) for one in UnitKind
    ]
    context = {
        "groups": groups,
        "total": len(rows),
        "without": sum(1 for row in rows if not row.liaisons),
        "tabs": tabs,
        "words": words,
        "kind": kind,
        "week": request.week,
        "may_run": access.may(request.actor, "committee.run_units", request.region),
    }
    return render(request, "committee/units.html", context)


@desk_page(needs_week=False)
def unit(request: DeskRequest, code: str) -> HttpResponse:
    """One unit: its people, links, receipt, what hangs below it."""
    found = find_unit(request, code)
    may_run = access.may(request.actor, "committee.run_units", found)
    participation = participation_of(found) if request.week else None
    now = clock.now()
    held = PersonalLink.objects.filter(participation=participation) if participation and may_run else None
    shown = UnitPage(
        unit=found,
        people=list(people_of(found)),
        children=list(found.children.filter(merged_into__isnull=True)),
        invitations=list(open_invitations(now, found)) if may_run else [],
        links=list(held.filter(revoked_at__isnull=True, expires_at__gt=now)) if held is not None else [],
        participation=participation,
        may_run=may_run,
        may_act=bool(participation) and access.may(request.actor, "committee.act_for_unit", participation),
        links_allowed=links.links_allowed(request.region),
    )
    return render(request, "committee/unit.html", {"page": shown, "week": request.week})


@desk_page("committee.run_units", needs_week=False)
def unit_new(request: DeskRequest) -> HttpResponse:
    """Add a unit; `?parent=` proposes where it hangs."""
    above = visible_units(request.actor).filter(code=request.GET.get("parent", "")).first()
    form = UnitForm(posted(request), initial={"parent": above, "kind": above.kind if above else ""})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_unit(request.actor, request.region, **form.plain(), request_uid=form.once_key)
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已添加 %(name)s。") % {"name": made.name})
            return redirect(desk_address(request, "unit", code=made.code))
    context = {"form": form, "title": _("添加单位"), "back": desk_address(request, "units")}
    return render(request, "committee/unit_form.html", context, status=422 if form.errors else 200)


@desk_page(needs_week=False)
def unit_edit(request: DeskRequest, code: str) -> HttpResponse:
    """Change a unit."""
    found = find_unit(request, code)
    access.require(request.actor, "committee.run_units", found)
    names = ("name", "short_name", "kind", "parent", "posts", "position")
    seen = {name: getattr(found, name) for name in names} | {"seen_version": found.version}
    form = UnitForm(posted(request), initial=seen)
    back = desk_address(request, "unit", code=found.code)
    if request.method == "POST" and form.is_valid():
        try:
            edit_unit(request.actor, found, **form.plain(), seen_version=form.cleaned_data["seen_version"])
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect(back)
    context = {"form": form, "title": _("修改单位"), "back": back, "unit": found}
    return render(request, "committee/unit_form.html", context, status=422 if form.errors else 200)


@desk_page(needs_week=False)
def unit_merge(request: DeskRequest, code: str) -> HttpResponse:
    """Merge a unit into another, after saying what will move."""
    found = find_unit(request, code)
    access.require(request.actor, "committee.run_units", found)
    form = MergeForm(posted(request), unit=found)
    back = desk_address(request, "unit", code=found.code)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            merge_unit(request.actor, found, into=into)
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(
                request, _("%(unit)s 已并入 %(into)s。") % {"unit": found.name, "into": into.name}
            )
            return redirect(desk_address(request, "unit", code=into.code))
    context = {
        "form": form,
        "unit": found,
        "people": people_of(found).count(),
        "children": found.children.count(),
        "back": back,
    }
    return render(request, "committee/unit_merge.html", context, status=422 if form.errors else 200)
