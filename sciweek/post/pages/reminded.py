"""What a press on “remind” says, in whatever room it stands."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.committee.entrance import DeskRequest
from sciweek.post.actions import Written


def reminded(request: DeskRequest, written: Written, *, nobody: str, back: str) -> HttpResponse:
    """To the drafts that were written; else `back`, with why there are none (`nobody`: there was nobody to remind)."""
    if written.new:
        text = ngettext("写好 %(n)d 条提醒，看过再发。", "写好 %(n)d 条提醒，看过再发。", len(written.new))
        messages.success(request, text % {"n": len(written.new)})
        return redirect(reverse("post:outbox", kwargs={"week_slug": request.week.slug}) + "?shelf=draft")
    messages.info(request, _("今天已经给这些单位写过提醒了，没有重复。") if written.known else nobody)
    return redirect(back)
