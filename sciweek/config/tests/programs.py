"""Programs that call the API in tests: each holds a token of one of the cast."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.test import Client

from sciweek.activities.actions import add_activity
from sciweek.activities.models import Activity
from sciweek.base import scope
from sciweek.base.token_scopes import scopes
from sciweek.committee.actions import make_token
from sciweek.committee.models import ApiToken
from sciweek.committee.tests.cast import Cast
from sciweek.config.api import ROOMS
from sciweek.week.models import Week

ROOT = "/api/v1"


@dataclass
class Program:
    """A program at the API; without a secret it is a stranger."""

    secret: str = ""
    token: ApiToken | None = None
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Django's test response to one request; `path` stands below `/api/v1`, a body that is no dict goes as it is."""
        sent: dict[str, Any] = {}
        if body is not None:
            sent = {
                "data": body if isinstance(body, bytes | str) else json.dumps(body),
                "content_type": "application/json",
            }
        known = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return self.client.generic(method, ROOT + path, headers=known | headers, **sent)

    def get(self, path: str, **headers: str) -> Any:
        """The answer of a reading that must go well."""
        answer = self.ask("GET", path, **headers)
        assert answer.status_code == 200, (path, answer.status_code, answer.content.decode())
        return answer.json()

    def post(self, path: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        """The answer of a POST that must end with the status."""
        answer = self.ask("POST", path, {} if body is None else body, **headers)
        assert answer.status_code == status, (path, answer.status_code, answer.content.decode())
        return answer.json()

    def send(self, path: str, parts: dict[str, Any]) -> Any:
        """A multipart form."""
        return self.client.post(ROOT + path, parts, headers={"Authorization": f"Bearer {self.secret}"})


def program(
    cast: Cast, who: str, *rights: str, week: Week | None = None, days: int = 30, name: str = "数据大屏"
) -> Program:
    """A program with a fresh token of that person; without rights named it carries all there are."""
    assert ROOMS  # their loading names the rights
    region, _week = cast.place(who)
    with scope.entered(region.pk):
        token, secret = make_token(
            cast.actor(who).in_week(None),
            region,
            name=name,
            scopes=rights or scopes(),
            week=week,
            days=days,
            request_uid=uuid4(),
        )
    return Program(secret, token)


def activities(cast: Cast) -> str:
    """The address of the activities of the cast's week."""
    return f"/weeks/{cast.week.slug}/activities"


def enter(cast: Cast, name: str = "云栖科普集市", **values: Any) -> Activity:
    """An activity that the liaison enters."""
    with cast.inside():
        return add_activity(
            cast.actor("liaison"), cast.week, name=name, kind="lecture", unit=cast.unit, **values
        )


def words_of(cast: Cast, known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What stands for the words of the API's addresses: of `{code}` by the part of the address before it, and all others
    under ""; `known` is what `walk.things` made."""
    codes = {
        "units": cast.unit.code,
        "venues": known["venues"]["code"],
        "participations": cast.unit.code,
        "activities": known["activities"]["code"],
        "sessions": known["programme"]["code"],
        "booking-terms": known["booking"]["run"],
        "seats": known["booking"]["code"],
        "bookings": known["booking"]["booking"],
        "ceremonies": known["ceremonies"]["code"],
        "slips": known["ceremonies:slip"]["code"],
        "promotion-services": known["promotion"]["code"],
        "outings": known["outreach:outing"]["code"],
        "wishes": known["outreach:wish"]["code"],
        "duties": known["duties"]["code"],
        "hand-ins": known["duties:hand_in"]["code"],
        "messages": known["post"]["code"],
        "webhooks": known["post:hook"]["code"],
        "notices": known["notice"]["code"],
        "papers": known["dispatch"]["code"],
    }
    others = {
        "week": cast.week.slug,
        "position": known["activities"]["position"],
        "file": known["duties:file"]["file_code"],
        "which": "draft",
        "room": known["venues"]["room"],
        "closed": known["venues"]["closed"],
    }
    return {"": others} | {part: {"code": code} for part, code in codes.items()}


def words_in(path: str, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Those of them that the address takes, like `/units/{code}`."""
    part = path.partition("/{code}")[0].rpartition("/")[2]
    return words[""] | words.get(part, {})
