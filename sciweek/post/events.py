from dataclasses import dataclass

from sciweek.base.facts import Fact, Gate


@dataclass(frozen=True)
class MessagesQueued(Fact):
    """Messages may go out now."""

    region_id: int
    message_ids: list[int]


@dataclass(frozen=True)
class SendingMessage(Gate):
    """A message about something is about to go out. An objection means: it is no longer needed."""

    region_id: int
    week_id: int | None
    message_id: int
    occasion: str
    about_uid: str
