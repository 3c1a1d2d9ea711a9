"""The page that sets up an empty installation, behind an address that only the server's own output tells."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.actions import beginning
from sciweek.committee.forms import BeginForm
from sciweek.committee.pages.doors import limited, welcome


@never_cache
@limited
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Which district this is, and who starts in its office; whoever answers stands at the desk, signed in."""
    if not beginning.is_begin_token(token):
        raise Http404
    form = BeginForm(posted(request))
    if not beginning.has_begun() and form.is_valid():
        try:
            person = beginning.begin(**form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            return welcome(request, person, is_new=True)
    if beginning.has_begun():
        return render(request, "committee/begin_closed.html", status=410)
    context = {"form": form, "path": request.path}
    return render(request, "committee/begin.html", context, status=422 if form.errors else 200)
