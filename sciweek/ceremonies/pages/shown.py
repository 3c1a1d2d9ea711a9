"""What the pages of a ceremony have in common: finding it, its head and tabs."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.ceremonies.models import Ceremony, Slip
from sciweek.ceremonies.queries import whole
from sciweek.ceremonies.rules import visible_ceremonies, visible_slips
from sciweek.committee.entrance import DeskRequest
from sciweek.look.dates import moment_words, range_words
from sciweek.look.parts import Tab


@dataclass(frozen=True, slots=True)
class Head:
    """The head of every page of a ceremony."""

    ceremony: Ceremony
    when: str
    reply_by: str
    tabs: list[Tab]
    may_run: bool


def find_ceremony(request: DeskRequest, code: str) -> Ceremony:
    found = whole(visible_ceremonies(request.actor)).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def find_run(request: DeskRequest, code: str) -> Ceremony:
    """A ceremony that the actor may run."""
    found = find_ceremony(request, code)
    access.require(request.actor, "ceremonies.run_ceremony", found)
    return found


def find_slip(request: DeskRequest, code: str) -> Slip:
    found = visible_slips(request.actor).filter(code=code)
    slip = found.select_related(
        "week__region", "unit", "ceremony__week", "ceremony__activity", "ceremony__session__venue",
        "ceremony__session__room",
    ).first()  # fmt: skip
    if slip is None:
        raise Http404(code)
    return slip


def address(request: DeskRequest, name: str, **kwargs: Any) -> str:
    """`ceremonies:<name>` inside the week."""
    return reverse(f"ceremonies:{name}", kwargs={"week_slug": request.week.slug, **kwargs})


def when_words(ceremony: Ceremony, zone: str) -> str:
    """5月22日（周六）上午9:00–10:30, or that nobody knows yet."""
    if ceremony.starts_at is None:
        return _("还没有时间")
    return range_words(ceremony.starts_at, ceremony.ends_at, zone)


def head_of(request: DeskRequest, ceremony: Ceremony, here: str) -> Head:
    """The head; `here` is the name of the page's address."""
    may_run = access.may(request.actor, "ceremonies.run_ceremony", ceremony)
    staff = bool(request.actor.roles)
    names = [("ceremony", _("概况"))]
    if may_run:
        names.append(("places", _("名额")))
    if staff:
        names.append(("replies", _("回执")))
    if staff or ceremony.is_released:
        names.append(("order", _("议程")))
    if may_run:
        names.append(("seating", _("座次")))
    tabs = [Tab(words, address(request, name, code=ceremony.code), name == here) for name, words in names]
    zone = request.week.zone
    return Head(ceremony, when_words(ceremony, zone), moment_words(ceremony.reply_by, zone), tabs, may_run)
