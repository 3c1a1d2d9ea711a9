"""The desk's pages as somebody at a browser sees them: what tests of those pages share."""

from typing import Any

from django.test import Client

from sciweek.activities.tests.places import Place
from sciweek.booking.models import Terms


def signed_in(place: Place, role: str = "office") -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def desk(place: Place, rest: str = "") -> str:
    return f"/desk/w/{place.week.slug}/booking/{rest}"


def get(place: Place, rest: str = "", role: str = "office", **asked: Any) -> Any:
    return signed_in(place, role).get(desk(place, rest), asked)


def post(place: Place, rest: str, role: str = "office", *, follow: Any = True, **sent: Any) -> Any:
    return signed_in(place, role).post(desk(place, rest), sent, follow=follow)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def rules(**values: Any) -> dict[str, Any]:
    """What the form of a run's rules sends when nothing special is asked for."""
    return {
        "admission": "party",
        "is_on": "on",
        "closes_number": "2",
        "closes_unit": "hours",
        "smallest": "1",
        "largest": "5",
        "small_need_seats": "on",
        "choice": "first",
        "has_waiting": "on",
        "passing": "fitting",
        "offer_number": "4",
        "offer_unit": "hours",
        "seats": "20",
        "shared": "",
    } | values


def terms() -> Terms:
    return Terms.objects.get()
