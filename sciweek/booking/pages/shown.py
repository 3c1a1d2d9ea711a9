"""Finding runs, seats and bookings for the actor; their addresses."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from sciweek.booking.models import Booking, Pool, Telling
from sciweek.booking.rules import visible_bookings, visible_pools
from sciweek.committee.entrance import DeskRequest
from sciweek.programme.models import Run
from sciweek.programme.rules import visible_sessions
from sciweek.week.models import Week

JOINED = (
    "week__region", "terms__run__activity__unit", "session__activity__unit", "session__run", "session__venue",
    "session__room", "shared",
)  # fmt: skip


def pools(request: DeskRequest) -> QuerySet[Pool]:
    """The seats that the actor may see, with their sessions."""
    return visible_pools(request.actor).select_related(*JOINED)


def the_pool(request: DeskRequest, code: str) -> Pool:
    """The seats of a session or course of that code, when the actor may see them; else 404."""
    row = pools(request).filter(code=code, terms__isnull=False).first()
    if row is None:
        raise Http404(code)
    return row


def the_run(request: DeskRequest, code: str) -> Run:
    """The run of that code, when the actor may see its sessions; else 404."""
    seen = visible_sessions(request.actor).values("run")
    row = Run.objects.filter(code=code, pk__in=seen).select_related("activity__unit", "week__region").first()
    if row is None:
        raise Http404(code)
    return row


def the_booking(request: DeskRequest, code: str) -> Booking:
    """The booking of that code, when the actor may see it; else 404."""
    joined = ("contact", "consent", *(f"pool__{name}" for name in JOINED))
    row = visible_bookings(request.actor).select_related(*joined).filter(code=code).first()
    if row is None:
        raise Http404(code)
    return row


def visible_tellings(request: DeskRequest) -> QuerySet[Telling]:
    """What bookers are to be told, of bookings that the actor may see."""
    return Telling.objects.filter(booking__in=visible_bookings(request.actor).values("pk"))


def address(week: Week, name: str, **words: Any) -> str:
    return reverse(f"booking:{name}", kwargs={"week_slug": week.slug} | words)


def pool_url(pool: Pool, week: Week) -> str:
    return address(week, "pool", code=pool.code)
