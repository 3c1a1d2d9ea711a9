"""An open edition with a few activities, made by actions: what the public pages are tried on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client
from lxml import html

from sciweek.activities.actions import add_activity
from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Verdict
from sciweek.activities.tests.places import Place, at, make_place, make_public
from sciweek.base import clock
from sciweek.week.actions import open_week


@dataclass
class Stage:
    """One open edition and a browser without an account."""

    place: Place
    client: Client = field(default_factory=Client)

    def publish(
        self, name: str, starts_at: datetime | None = None, ends_at: datetime | None = None, **values: Any
    ) -> Activity:
        """Enter an activity and put it before the public. Without times: the 25th, 14:00 to 15:30."""
        values = {"kind": "open", "place": "文化广场", "link": "https://week.linjiang.example/"} | values
        values["link"] = values["link"] if values.get("mode") == "online" else ""
        starts_at = starts_at or at(25, 14)
        with self.place.inside():
            activity = add_activity(
                self.place.office,
                self.place.week,
                name=name,
                starts_at=starts_at,
                ends_at=ends_at or (at(25, 15, 30) if starts_at == at(25, 14) else None),
                **values,
            )
            return make_public(self.place.office, activity)

    def fill(self, count: int) -> None:
        """Many published activities at once, spread over the eight days."""
        with self.place.inside():
            Activity.objects.bulk_create(
                Activity(
                    week=self.place.week,
                    kind="lecture",
                    name=f"动手做科学 {number}",
                    unit=self.place.units[number % 3],
                    starts_at=at(22 + number % 8, 9 + number % 9),
                    ends_at=at(22 + number % 8, 10 + number % 9),
                    state=ActivityState.PUBLISHED,
                    opinion=Verdict.OPEN,
                    published_at=clock.now(),
                )
                for number in range(count)
            )

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def page(self, path: str, status: int = 200) -> html.HtmlElement:
        """The page as a tree."""
        answer = self.get(path)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return html.document_fromstring(answer.content.decode())

    def names(self, path: str) -> list[str]:
        """The activities that a page lists."""
        return [words(each) for each in self.page(path).cssselect(".activity-name")]


def words(element: html.HtmlElement) -> str:
    """The text of an element, runs of spaces made one."""
    return " ".join(element.text_content().split())


def make_stage() -> Stage:
    place = make_place()
    with place.inside():
        open_week(place.office, place.week)
    return Stage(place)


@contextmanager
def standing(day: int, hour: int, minute: int = 0) -> Iterator[None]:
    """Let it be that moment of May 2027 in the week's zone."""
    with clock.standing_at(at(day, hour, minute)):
        yield
