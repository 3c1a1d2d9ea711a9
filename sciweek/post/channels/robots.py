"""Robots of chat groups: 企业微信 and 钉钉 take a JSON text at an address that is itself the key."""

import json
import time
from typing import Any

from django.utils.translation import gettext as _

from sciweek.post.channels.http import Heard, NoAnswer, NotSent, post
from sciweek.post.channels.sms import judged
from sciweek.post.logic.letters import LONGEST_ANSWER, Answer, Letter
from sciweek.post.logic.signing import dingtalk_words
from sciweek.post.states import ChannelKind, Outcome


class Robot:
    """What both have in common: HTTP 200 always, the truth in `errcode`."""

    kind: ChannelKind
    sends_once = True
    keeps_quiet = True
    longest = 2048  # bytes of the text
    # Codes that say: too often, come back later.
    busy: tuple[int, ...] = ()

    def is_ready(self) -> bool:
        return True

    def why_too_long(self, subject: str, body: str) -> str:
        have = len(self.text(subject, body).encode())
        if have <= self.longest:
            return ""
        return _("群机器人一条最多 %(most)d 个字，现在约 %(have)d 个。请写短些，或者改为复制。") % {
            "most": self.longest // 3,
            "have": have // 3,
        }

    def text(self, subject: str, body: str) -> str:
        return f"{subject}\n{body}" if subject else body

    def payload(self, text: str) -> dict[str, Any]:
        return {"msgtype": "text", "text": {"content": text}}

    def address(self, letter: Letter) -> str:
        return letter.address

    def send(self, letter: Letter) -> Answer:
        body = json.dumps(self.payload(self.text(letter.subject, letter.body)), ensure_ascii=False).encode()
        try:
            heard = post(self.address(letter), body, {"Content-Type": "application/json; charset=utf-8"})
        except NotSent as error:
            return Answer(Outcome.AGAIN, None, str(error))
        except NoAnswer as error:
            return Answer(Outcome.UNKNOWN, None, str(error))
        if not heard.is_good:
            return judged(heard, is_sent=False)
        return self._read(heard)

    def _read(self, heard: Heard) -> Answer:
        try:
            said = json.loads(heard.text)
            code, words = int(said["errcode"]), str(said.get("errmsg", ""))[:LONGEST_ANSWER]
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return Answer(Outcome.UNKNOWN, heard.code, heard.text[:LONGEST_ANSWER])
        if code == 0:
            return Answer(Outcome.SENT, heard.code, words)
        return Answer(Outcome.AGAIN if code in self.busy else Outcome.REFUSED, heard.code, f"{code} {words}")


class Wecom(Robot):
    """developer.work.weixin.qq.com/document/path/91770: a text of at most 2048 bytes, 20 messages a minute."""

    kind = ChannelKind.WECOM
    busy = (-1, 45009)


class Dingtalk(Robot):
    """open.dingtalk.com, custom robot: with a secret the address is signed with the present time (加签)."""

    kind = ChannelKind.DINGTALK
    longest = 18_000
    busy = (-1, 130101, 410100)

    def address(self, letter: Letter) -> str:
        if not letter.secret:
            return letter.address
        return letter.address + dingtalk_words(letter.secret, int(time.time() * 1000))
