"""Robots, messages and moments for the tests of this room."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from sciweek.base import clock
from sciweek.committee.tests.cast import Cast
from sciweek.people.models import Person
from sciweek.post.actions import add_group, add_webhook, write_message
from sciweek.post.models import Group, Message, Webhook
from sciweek.post.queries import Recipient
from sciweek.post.states import ChannelKind, Event

# Noon and night in Linjiang (UTC+8).
NOON = datetime(2027, 5, 10, 4, tzinfo=UTC)
NIGHT = datetime(2027, 5, 10, 15, tzinfo=UTC)


def at(moment: datetime) -> Any:
    return clock.standing_at(moment)


def to_liaison(cast: Cast) -> Recipient:
    """The liaison of Yunqi, who has an e-mail address."""
    person = Person.objects.get(pk=cast.people["liaison"].pk)
    Person.objects.filter(pk=person.pk).update(email="yunqi@linjiang.example", phone="+8613900000001")
    return Recipient(cast.unit.name, address="yunqi@linjiang.example", unit=cast.unit, person=person)


def letter(cast: Cast, *, key: str = "k1", send: bool = False, **values: Any) -> Message:
    """A letter to the liaison."""
    given: dict[str, Any] = {
        "channel": ChannelKind.EMAIL,
        "to": to_liaison(cast),
        "subject": "备案表",
        "body": "请交备案表。",
        "once_key": key,
        "send": send,
    }
    return write_message(cast.actor("office"), cast.week, **(given | values))


def robot(cast: Cast, address: str, kind: str = ChannelKind.WECOM) -> Group:
    return add_group(cast.actor("office"), cast.region, name="联络员群", kind=kind, address=address)


def to_group(cast: Cast, group: Group, **values: Any) -> Message:
    """A line to the group."""
    return letter(cast, channel=group.kind, to=Recipient(group.name, group=group), subject="", **values)


def hook(cast: Cast, address: str, name: str = "数据平台") -> Webhook:
    return add_webhook(
        cast.actor("office"),
        cast.region,
        name=name,
        address=address,
        events=[Event.HAND_IN, Event.PAPER_ISSUED],
    )


class Desk:
    """The office, or somebody else, at the pages of messages."""

    def __init__(self, cast: Cast, who: str = "office") -> None:
        self.client: Client = cast.client(who)
        self.base = f"/desk/w/{cast.week.slug}/post/"

    def get(self, path: str = "") -> str:
        """The page as it is shown; the whole answer with `ask`."""
        answer = self.client.get(self.base + path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())

    def ask(self, path: str, values: dict[str, Any] | None = None) -> int:
        """The status alone: of a GET without `values`."""
        url = self.base + path
        answer = self.client.get(url) if values is None else self.client.post(url, values)
        return int(answer.status_code)

    def post(self, path: str, **values: Any) -> str:
        """What is shown after the press, wherever it leads."""
        return str(self.client.post(self.base + path, values, follow=True).content.decode())
