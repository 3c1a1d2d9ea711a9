"""Outgoing webhooks: a signed JSON body, sent until it is taken; the receiver knows repeats by the id."""

import time

from sciweek.post.channels.http import NoAnswer, NotSent, post
from sciweek.post.logic.letters import LONGEST_ANSWER, Answer, Letter
from sciweek.post.logic.signing import signature
from sciweek.post.states import ChannelKind, Outcome


class Webhook:
    kind = ChannelKind.WEBHOOK
    sends_once = False
    keeps_quiet = False

    def is_ready(self) -> bool:
        return True

    def why_too_long(self, subject: str, body: str) -> str:
        return ""

    def send(self, letter: Letter) -> Answer:
        body = letter.body.encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Sciweek-Delivery": letter.uid,
            "Sciweek-Event": letter.subject,
            "Sciweek-Signature": signature(letter.secret, int(time.time()), body),
        }
        try:
            heard = post(letter.address, body, headers)
        except (NotSent, NoAnswer) as error:
            return Answer(Outcome.AGAIN, None, str(error))
        outcome = Outcome.SENT if heard.is_good else Outcome.AGAIN
        return Answer(outcome, heard.code, heard.text[:LONGEST_ANSWER])
