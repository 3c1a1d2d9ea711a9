"""Who takes part in the edition, who runs it, whom to ask; signing for the notice."""

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.actions import (
    ContactLine,
    contact_lines,
    fingerprint,
    record_receipt,
    set_bodies,
    set_contacts,
    take_part,
)
from sciweek.committee.addresses import desk_address
from sciweek.committee.boards import unit_groups
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.forms import BodiesForm, ContactForm, ParticipantsForm
from sciweek.committee.pages.units import find_unit
from sciweek.committee.queries import bodies, contact_points, participation_of

EMPTY_LINES = 2
ContactForms = formset_factory(ContactForm, extra=EMPTY_LINES, max_num=100)


@require_POST
@desk_page()
def receipt(request: DeskRequest, code: str) -> HttpResponse:
    """Sign for the notice."""
    participation = participation_of(find_unit(request, code))
    if participation is None:
        raise Http404(code)
    record_receipt(request.actor, participation)
    messages.success(request, _("已签收。"))
    return redirect(desk_address(request, "unit", code=code))


@desk_page("committee.see_list")
def participants(request: DeskRequest) -> HttpResponse:
    """Which units take part; ticking more lets them take part."""
    may_run = access.may(request.actor, "committee.run_week", request.week)
    groups = unit_groups(request.actor, with_week=True)
    form = ParticipantsForm(posted(request))
    if request.method == "POST":
        access.require(request.actor, "committee.run_week", request.week)
        if form.is_valid():
            chosen = form.cleaned_data["units"]
            take_part(request.actor, request.week, chosen)
            messages.success(request, _("%(n)d 个单位参加本届。") % {"n": len(chosen)})
            return redirect(desk_address(request, "participants"))
        form.add_error(None, _("先勾选要参加的单位。"))
    rows = [row for group in groups for row in group.rows]
    context = {
        "groups": groups,
        "form": form,
        "total": len(rows),
        "taking_part": sum(1 for row in rows if row.takes_part),
        "received": sum(1 for row in rows if row.received_at),
        "may_run": may_run,
        "week": request.week,
    }
    return render(request, "committee/participants.html", context, status=422 if form.errors else 200)


@desk_page("committee.see_list")
def committee(request: DeskRequest) -> HttpResponse:
    """Bodies and contacts of the edition. Each form carries what its reader saw, so that no save is lost."""
    may_run = access.may(request.actor, "committee.run_week", request.week)
    if request.method == "POST":
        access.require(request.actor, "committee.run_week", request.week)
    refused = ""
    wants_contacts = "contacts-TOTAL_FORMS" in request.POST
    wants_bodies = "bodies" in request.POST
    names = "\n".join(bodies().values_list("name", flat=True))
    bodies_form = BodiesForm(request.POST if wants_bodies else None, initial={"bodies": names})
    lines = [
        {
            "office": one.office,
            "person": one.person,
            "phone": one.phone,
            "email": one.email,
            "is_public": one.is_public,
        }
        for one in contact_points()
    ]
    contact_forms = ContactForms(request.POST if wants_contacts else None, initial=lines, prefix="contacts")
    if wants_bodies and bodies_form.is_valid():
        try:
            seen = request.POST.get("seen")
            set_bodies(request.actor, request.week, bodies_form.cleaned_data["bodies"], seen=seen)
        except Refused as refusal:
            bodies_form.show(refusal)
        else:
            messages.success(request, _("成员单位已保存。"))
            return redirect(desk_address(request, "committee"))
    if wants_contacts and contact_forms.is_valid():
        given = [
            ContactLine(
                office=line.get("office", ""),
                person=line.get("person", ""),
                phone=line.get("phone", ""),
                email=line.get("email", ""),
                is_public=line.get("is_public", False),
            )
            for line in contact_forms.cleaned_data
        ]
        try:
            set_contacts(request.actor, request.week, given, seen=request.POST.get("seen"))
        except Refused as refusal:
            _show_beside_lines(contact_forms, refusal)
            refused = str(refusal.message)
        else:
            messages.success(request, _("联系方式已保存。"))
            return redirect(desk_address(request, "committee"))
    wrong = refused or bodies_form.errors or any(contact_forms.errors if wants_contacts else [])
    context = {
        "bodies_form": bodies_form,
        "contact_forms": contact_forms,
        "may_run": may_run,
        "week": request.week,
        "bodies": bodies(),
        "contacts": contact_points(),
        "refused": refused,
        "bodies_seen": fingerprint(body.name for body in bodies()),
        "contacts_seen": fingerprint(contact_lines()),
    }
    return render(request, "committee/committee.html", context, status=422 if wrong else 200)


def _show_beside_lines(forms: BaseFormSet[ContactForm], refusal: Refused) -> None:
    """Put `contacts-<index>-<field>` beside its control."""
    for name, text in refusal.fields.items():
        _prefix, index, field = name.split("-")
        forms[int(index)].add_error(field, str(text))
