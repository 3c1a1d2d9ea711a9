"""When units are reminded; reminding those that owe one duty."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import clock
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.committee.addresses import public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.duties import actions
from sciweek.duties.forms import ReminderForm
from sciweek.duties.models import HandIn
from sciweek.duties.pages.duties import find_duty
from sciweek.duties.queries import coming_reminders, rule_of
from sciweek.post.pages.reminded import reminded
from sciweek.post.queries import quiet_end


@desk_page("duties.run_duties")
def reminders(request: DeskRequest) -> HttpResponse:
    """The edition's rule, and what it will write in the next days."""
    rule = rule_of(request.week)
    initial = {
        "days_before": "、".join(map(str, rule.days_before)),
        "days_after": "、".join(map(str, rule.days_after)),
        "sends_itself": rule.sends_itself,
        "is_active": rule.is_active,
        "seen_version": rule.version or None,
    }
    form = ReminderForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen_version"]
            actions.set_reminder_rule(request.actor, request.week, seen_version=seen, **form.plain())
        except Refused as refusal:
            form.show(refusal)
            if isinstance(refusal, Conflict):
                rule.refresh_from_db()
        else:
            messages.success(request, _("已保存。"))
            return redirect("duties:reminders", week_slug=request.week.slug)
    context = {
        "form": form,
        "coming": coming_reminders(request.week, rule, clock.now()) if rule.is_active else [],
        "quiet": quiet_end(request.region),
        "week": request.week,
    }
    return render(request, "duties/reminders.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("duties.see_duties")
def remind(request: DeskRequest, code: str) -> HttpResponse:
    """Write reminders to all units that still owe the duty; they wait in the outbox for the click that sends them."""
    row = find_duty(request, code)

    def address(owed: HandIn) -> str:
        return public_address(request, "duties:hand_in", week_slug=request.week.slug, code=owed.code)

    written = actions.remind(request.actor, row, address=address)
    back = reverse("duties:duty", kwargs={"week_slug": request.week.slug, "code": row.code})
    return reminded(request, written, nobody=_("单位都交齐了，不用提醒。"), back=back)
