"""Moving one session: by the small form of its own page, and by what dragging on the board sends."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.programme import actions
from sciweek.programme.forms import RENAME, MoveForm
from sciweek.programme.models import Session
from sciweek.programme.pages.board import board_context
from sciweek.programme.pages.shown import session_url, the_session
from sciweek.programme.pages.wanted import Wanted
from sciweek.programme.pages.words import in_words, label_of, name_of, when_of, where_of


@dataclass(frozen=True)
class Undo:
    """What was done, and the form that takes it back."""

    words: str
    url: str
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class Clash:
    """Two people moved the same session: both values, and a press for either."""

    message: str
    mine: list[tuple[str, str]]
    theirs: list[tuple[str, str]]
    url: str
    values: list[tuple[str, str]]
    keep_url: str


@desk_page("programme.see_programme")
def session_move(request: DeskRequest, code: str) -> HttpResponse:
    """Another day, hour or place; the length stays."""
    row = the_session(request, code)
    access.require(request.actor, "programme.run_session", row)
    zone = request.week.zone
    initial = MoveForm.initial_of(row, zone) | {"back": request.GET.get("back", "")[:400]}
    form = MoveForm(posted(request), initial=initial, kept=(row.venue, row.room))
    clash = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        try:
            values = form.values(zone, is_all_day=row.is_all_day)
            moved = actions.move_session(request.actor, row, seen_version=seen, **values)
        except Conflict as refusal:
            clash = _clash(request, row, form, in_words(refusal, zone))
            form.saw(refusal.version or row.version)
        except Refused as refusal:
            form.show(refusal, RENAME)
        else:
            return _moved(request, row, moved, form)
    if request.method == "POST" and request.htmx:
        for errors in form.errors.values():
            for text in errors:
                messages.error(request, str(text))
        return _board(request, form.data.get("back", ""), clash=clash)
    context = {"form": form, "session": row, "name": name_of(row), "clash": clash, "week": request.week}
    status = 409 if clash else 422 if form.errors else 200
    return render(request, "programme/move.html", context, status=status)


def _moved(request: DeskRequest, row: Session, moved: Session, form: MoveForm) -> HttpResponse:
    """The board with its answer to htmx; else back to where the press came from."""
    zone = request.week.zone
    moved = the_session(request, moved.code)
    words = _("“%(name)s”挪到了%(when)s，%(where)s。") % {
        "name": name_of(row),
        "when": when_of(moved, zone),
        "where": where_of(moved) or _("还没有地点"),
    }
    back = form.cleaned_data["back"]
    if request.htmx:
        before = MoveForm.initial_of(row, zone)
        url = reverse("programme:move", kwargs={"week_slug": request.week.slug, "code": row.code})
        values = [
            ("day", before["day"].isoformat()),
            ("start_time", f"{before['start_time']:%H:%M}"),
            ("where", before["where"]),
            ("seen_version", str(moved.version)),
            ("back", back),
        ]
        return _board(request, back, undo=Undo(words, url, values))
    messages.success(request, words)
    if back:
        address = reverse("programme:board", kwargs={"week_slug": request.week.slug})
        return redirect(f"{address}?{Wanted.read(QueryDict(back)).query()}")
    return redirect(session_url(row, request.week))


def _board(request: DeskRequest, back: str, **more: Any) -> HttpResponse:
    context = board_context(request, Wanted.read(QueryDict(back[:400])))
    return render(request, "programme/day.html", context | more)


def _clash(request: DeskRequest, row: Session, form: MoveForm, refusal: Conflict) -> Clash:
    names = [name for name in refusal.mine if refusal.mine[name] != refusal.theirs.get(name)]
    data = form.cleaned_data
    values = [
        ("day", data["day"].isoformat()),
        ("start_time", f"{data['start_time']:%H:%M}"),
        ("where", data["where"]),
        ("back", data["back"]),
        ("seen_version", str(refusal.version)),
    ]
    url = reverse("programme:move", kwargs={"week_slug": request.week.slug, "code": row.code})
    return Clash(
        message=str(refusal.message),
        mine=[(label_of(name), refusal.mine[name]) for name in names],
        theirs=[(label_of(name), refusal.theirs.get(name, "")) for name in names],
        url=url,
        values=values,
        keep_url=session_url(row, request.week),
    )
