"""What concerns everybody who has booked a session: a message to all, another session for all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.booking.actions.moving import Left, move_bookings
from sciweek.booking.actions.telling import tell_bookers
from sciweek.booking.forms import MoveAllForm, WordsForm
from sciweek.booking.models import Booking
from sciweek.booking.pages.bookings import targets_of
from sciweek.booking.pages.shown import address, pool_url, pools, the_pool
from sciweek.booking.pages.words import party_words, pool_name, pool_when, state_word
from sciweek.booking.queries import bookable
from sciweek.booking.states import HOLDING, LIVE
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.post.channels import channel
from sciweek.post.states import ChannelKind


@desk_page("booking.see_bookings")
def tell(request: DeskRequest, code: str) -> HttpResponse:
    """Write to everybody who has booked: by SMS, or onto the list of calls."""
    pool = the_pool(request, code)
    access.require(request.actor, "booking.run_bookings", pool)
    counts = {state: Booking.objects.filter(pool=pool, state=state).count() for state in LIVE}
    choices = [(str(state), f"{state_word(state)} {counts[state]}") for state in LIVE if counts[state]]
    form = WordsForm(posted(request), states=choices)
    if request.method == "POST" and form.is_valid():
        try:
            told = tell_bookers(
                request.actor, pool, text=form.cleaned_data["text"], states=form.cleaned_data["states"]
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            text = ngettext("写给了 %(n)d 个预约。", "写给了 %(n)d 个预约。", told)
            messages.success(request, text % {"n": told})
            return redirect(pool_url(pool, request.week))
    context = {
        "form": form,
        "pool": pool,
        "name": pool_name(pool),
        "when": pool_when(bookable(pool), request.week.zone),
        "by_sms": channel(ChannelKind.SMS).is_ready(),
        "has_any": bool(choices),
        "week": request.week,
    }
    return render(request, "booking/tell.html", context, status=422 if form.errors else 200)


@desk_page("booking.see_bookings")
def move_all(request: DeskRequest, code: str) -> HttpResponse:
    """Take all bookings to another session of the same activity; who does not fit is named."""
    pool = the_pool(request, code)
    access.require(request.actor, "booking.run_bookings", pool)
    targets = targets_of(request, pool)
    form = MoveAllForm(posted(request), targets=targets)
    left: list[tuple[Left, str]] = []
    if request.method == "POST" and form.is_valid():
        to = pools(request).filter(code=form.cleaned_data["to"], terms__isnull=False).first()
        try:
            if to is None:
                raise Refused(fields={"to": _("请选换到哪一场。")}, code="invalid")
            only_fitting = form.cleaned_data["how"] == "fitting"
            moved, stayed = move_bookings(request.actor, pool, to, only_fitting=only_fitting)
        except Refused as refusal:
            form.show(refusal)
        else:
            text = ngettext("换了 %(n)d 个预约，会告诉对方。", "换了 %(n)d 个预约，会告诉对方。", len(moved))
            messages.success(request, text % {"n": len(moved)})
            if not stayed:
                return redirect(pool_url(to, request.week))
            left = [(one, address(request.week, "booking", code=one.booking.code)) for one in stayed]
    holding = Booking.objects.filter(pool=pool, state__in=HOLDING)
    context = {
        "form": form,
        "pool": pool,
        "name": pool_name(pool),
        "when": pool_when(bookable(pool), request.week.zone),
        "count": holding.count(),
        "has_targets": bool(targets),
        "left": [(one.booking.code, party_words(one.booking.party), one.why, url) for one, url in left],
        "week": request.week,
    }
    return render(request, "booking/move_all.html", context, status=422 if form.errors else 200)
