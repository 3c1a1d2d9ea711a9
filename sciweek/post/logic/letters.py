"""The one small interface of all channels: a letter goes in, an answer comes out."""

from dataclasses import dataclass
from typing import Protocol

from sciweek.post.states import ChannelKind, Outcome

# What is kept of an answer in words.
LONGEST_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a channel is told. `uid` is the same at every attempt; `secret` signs where the channel signs."""

    uid: str
    address: str
    subject: str
    body: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one attempt: `code` is SMTP's or HTTP's, `words` what the other side said."""

    outcome: Outcome
    code: int | None = None
    words: str = ""


class Channel(Protocol):
    """One way out.

    `sends_once`: a repeat would reach a person twice, so an attempt without an answer is left to a human; without
    it the other side knows repeats by the letter's id. `keeps_quiet`: it rings somebody's phone.
    """

    kind: ChannelKind
    sends_once: bool
    keeps_quiet: bool

    def is_ready(self) -> bool:
        """Whether this installation can send by it now."""

    def why_too_long(self, subject: str, body: str) -> str:
        """What to do about a text that the channel cannot carry; empty when it can."""

    def send(self, letter: Letter) -> Answer:
        """Make one attempt. Never raises for what the other side does."""
