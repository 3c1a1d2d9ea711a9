"""A stage on which people book: announced sessions, their forms, and what a browser does with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import html

from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.booking.models import Booking, Pool
from sciweek.booking.tests.booked import announced, phone
from sciweek.portal.tests.stage import Stage

HOME = {"Sec-Fetch-Site": "same-origin"}


def opened(
    stage: Stage, *, name: str = "机器人来上课", hours: tuple[int, ...] = (14,), **terms: Any
) -> list[Pool]:
    """Sessions of one activity on the 25th that can be booked."""
    activity = stage.publish(name, at(25, min(hours)), at(25, max(hours) + 1), kind="campus")
    return opened_for(stage, activity, hours=hours, **terms)


def opened_for(stage: Stage, activity: Activity, **terms: Any) -> list[Pool]:
    with stage.place.inside():
        pools = announced(stage.place, activity, **terms)
        return list(
            Pool.objects.filter(pk__in=[pool.pk for pool in pools]).select_related("session").order_by("pk")
        )


def activity_of(pool: Pool) -> Activity:
    """What the seats' session belongs to; inside the week."""
    assert pool.terms is not None
    return pool.terms.run.activity


def form_of(pool: Pool) -> str:
    """The address of the booking form."""
    return f"/sessions/{code_of(pool)}/book/"


def code_of(pool: Pool) -> str:
    assert pool.session is not None
    return str(pool.session.code)


def send(
    stage: Stage, pool: Pool, path: str = "", headers: dict[str, str] | None = None, **typed: Any
) -> Any:
    """Fill in the form and send it; two adults unless it is said otherwise."""
    given = {"adults": "2", "name": "林小满", "phone": phone()} | typed
    return stage.client.post(path or form_of(pool), given, headers=HOME if headers is None else headers)


def booked_page(stage: Stage, pool: Pool, **typed: Any) -> str:
    """Book, and answer the address of the booking's page."""
    answer = send(stage, pool, **typed)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    return str(answer["Location"])


def the_booking(stage: Stage, address: str) -> Booking:
    with inside(stage):
        return Booking.objects.select_related("pool__session").get(code=address.split("/b/")[1].split("/")[0])


def act(stage: Stage, address: str, do: str, **typed: Any) -> Any:
    """Press something on the booking's page."""
    version = typed.pop("seen_version", the_booking(stage, address).version)
    return stage.client.post(address, {"do": do, "seen_version": version} | typed, headers=HOME)


def count(stage: Stage) -> int:
    with inside(stage):
        return Booking.objects.count()


def value(page: Any, name: str) -> str:
    """What stands in a field."""
    return str(page.cssselect(f"[name={name}]")[0].get("value"))


def refused(stage: Stage, answer: Any, status: int = 422) -> Any:
    """The page of a refusal, which nobody may keep."""
    assert answer.status_code == status, answer.content.decode()[-2000:]
    assert "no-store" in answer["Cache-Control"]
    return html.document_fromstring(answer.content.decode())


@contextmanager
def inside(stage: Stage) -> Iterator[None]:
    with stage.place.inside():
        yield
