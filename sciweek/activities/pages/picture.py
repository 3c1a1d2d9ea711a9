"""The picture of an activity: looking at it before it is public, setting it, taking it off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sciweek.activities import actions
from sciweek.activities.forms import PictureForm
from sciweek.activities.models import Activity
from sciweek.activities.pages.shown import picture_form_of, show_activity, the_activity
from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.base.uploads import contents
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.files.pages import send_file


@desk_page("activities.see_activities")
def activity_picture(request: DeskRequest, code: str) -> HttpResponseBase:
    """GET: the picture, for those who may see the activity. POST: a new one, other words for it, or none."""
    row = the_activity(request, code)
    if request.method != "POST":
        if row.picture is None:
            raise Http404(code)
        return send_file(row.picture)
    access.require(request.actor, "activities.edit_activity", row)
    form = picture_form_of(row, request.POST, request.FILES)
    if form.is_valid():
        try:
            said = _act(request, row, form)
        except Refused as refusal:
            form.show(refusal, {"files": "picture"})
            if isinstance(refusal, Conflict):
                row = the_activity(request, code)
        else:
            messages.success(request, said)
            address: HttpResponse = redirect(
                "activities:activity", week_slug=request.week.slug, code=row.code
            )
            address["Location"] += "#picture"
            return address
    return show_activity(request, row, picture_form=form, status=422)


def _act(request: DeskRequest, row: Activity, form: PictureForm) -> str:
    given: dict[str, Any] = form.cleaned_data
    seen = given["seen_version"]
    if "drop" in request.POST:
        actions.drop_picture(request.actor, row, seen_version=seen)
        return _("图片已去掉。")
    file, alt, basis = given["picture"], given["picture_alt"], given.get("basis") or ""
    if file is not None:
        actions.set_picture(
            request.actor,
            row,
            name=file.name,
            data=contents(file, "picture"),
            alt=alt,
            basis=basis,
            seen_version=seen,
        )
        return _("图片已存。")
    if row.picture is None:
        raise Refused(fields={"picture": _("还没有选图片。")}, code="missing")
    actions.edit_activity(request.actor, row, seen_version=seen, basis=basis, picture_alt=alt)
    return _("说明已存。")
