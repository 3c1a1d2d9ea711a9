"""总则: what holds for all bookings of the edition, the words to agree to, what will be erased."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.booking import actions
from sciweek.booking.forms import ConsentForm, PolicyForm
from sciweek.booking.models import Booking, ConsentText
from sciweek.booking.pages.shown import address
from sciweek.booking.pages.words import in_words
from sciweek.booking.queries import policy_of
from sciweek.booking.queries.consents import agreed_counts, consent_texts
from sciweek.booking.queries.erasing import erasable, erase_before
from sciweek.committee.entrance import DeskRequest, desk_page


@dataclass(frozen=True, slots=True)
class Erasing:
    """What the next run of the job takes out."""

    contacts: int
    bookings: int
    before: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of the words, and how many bookings agreed to it."""

    text: ConsentText
    agreed: int


@desk_page("booking.run_policy")
def policy(request: DeskRequest) -> HttpResponse:
    """The cap for each phone, when data is erased, and what that would be now."""
    week = request.week
    row = policy_of(week)
    initial = {
        "most_places": row.most_places,
        "erase_after_days": row.erase_after_days,
        "seen_version": row.version,
    }
    form = PolicyForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["erase_after_days"] is None:
                raise Refused(fields={"erase_after_days": _("请写多少天。")}, code="invalid")
            actions.set_policy(
                request.actor, week, seen_version=form.cleaned_data["seen_version"], **form.plain()
            )
        except Conflict as refusal:
            form.show(in_words(refusal, week.zone))
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("总则已保存。"))
            return redirect(address(week, "policy"))
    contacts = erasable(week)
    erasing = Erasing(
        contacts=contacts.count(),
        bookings=Booking.objects.filter(contact__in=contacts.order_by().values("pk")).count(),
        before=erase_before(week),
    )
    context = {
        "form": form,
        "erasing": erasing,
        "consent": actions.words_in_force(week),
        "week": week,
    }
    return render(request, "booking/policy.html", context, status=422 if form.errors else 200)


@desk_page("booking.run_policy")
def consent(request: DeskRequest) -> HttpResponse:
    """The words to which guardians agree; other words are another version, what was agreed to stays."""
    week = request.week
    current = actions.words_in_force(week)
    names = ("guardian", "school", "photo")
    form = ConsentForm(posted(request), initial={name: getattr(current, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.word_consent(request.actor, week, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            words = _("现在用第 %(n)d 版。先前同意的，仍按当时的文字。")
            messages.success(request, words % {"n": made.number})
            return redirect(address(week, "consent"))
    agreed = agreed_counts(week)
    versions = [Wording(one, agreed.get(one.pk, 0)) for one in consent_texts(week)[:50]]
    context = {"form": form, "current": current, "versions": versions, "week": week}
    return render(request, "booking/consent.html", context, status=422 if form.errors else 200)
