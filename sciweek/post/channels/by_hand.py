"""No machine at all: a person copies the text into the group and ticks it off. Always there."""

from sciweek.post.logic.letters import Answer, Letter
from sciweek.post.states import ChannelKind, Outcome


class ByHand:
    kind = ChannelKind.COPY
    sends_once = True
    keeps_quiet = False

    def is_ready(self) -> bool:
        return False

    def why_too_long(self, subject: str, body: str) -> str:
        return ""

    def send(self, letter: Letter) -> Answer:
        return Answer(Outcome.REFUSED)
