"""Short messages by any HTTP gateway: the settings say where, and what its JSON looks like."""

import json
import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sciweek.people.phones import is_invented
from sciweek.post.channels.http import Heard, NoAnswer, NotSent, post
from sciweek.post.logic.addresses import invented_words
from sciweek.post.logic.letters import LONGEST_ANSWER, Answer, Letter
from sciweek.post.states import ChannelKind, Outcome

LONGEST = 500
# Asked too often, or busy: the gateway itself says that it has taken nothing.
BUSY = (408, 425, 429, 503)
GAP = re.compile(r"\{(phone|text|id|key)\}")


class Sms:
    kind = ChannelKind.SMS
    sends_once = True
    keeps_quiet = True

    def is_ready(self) -> bool:
        return bool(settings.SCIWEEK_SMS["url"])

    def why_too_long(self, subject: str, body: str) -> str:
        if len(body) <= LONGEST:
            return ""
        return _("短信最多 %(most)d 个字，现在有 %(have)d 个。") % {"most": LONGEST, "have": len(body)}

    def send(self, letter: Letter) -> Answer:
        if is_invented(letter.address):
            return Answer(Outcome.REFUSED, None, invented_words())
        gateway = settings.SCIWEEK_SMS
        values = {
            "phone": letter.address.removeprefix("+86"),
            "text": letter.body,
            "id": letter.uid,
            "key": gateway["key"],
        }
        body = json.dumps(filled(json.loads(gateway["template"]), values), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if gateway["key"] and "{key}" not in gateway["template"]:
            headers["Authorization"] = f"Bearer {gateway['key']}"
        try:
            heard = post(gateway["url"], body, headers)
        except NotSent as error:
            return Answer(Outcome.AGAIN, None, str(error))
        except NoAnswer as error:
            return Answer(Outcome.UNKNOWN, None, str(error))
        return judged(heard, heard.is_good and gateway["success"] in heard.text)


def judged(heard: Heard, is_sent: bool) -> Answer:
    """What an HTTP answer means where a repeat would reach a person twice."""
    words = heard.text[:LONGEST_ANSWER]
    if is_sent:
        return Answer(Outcome.SENT, heard.code, words)
    if heard.code in BUSY:
        return Answer(Outcome.AGAIN, heard.code, words)
    if heard.code >= 500:
        return Answer(Outcome.UNKNOWN, heard.code, words)
    return Answer(Outcome.REFUSED, heard.code, words)


def filled(template: Any, values: dict[str, str]) -> Any:
    """The gateway's JSON with `{phone}`, `{text}`, `{id}` and `{key}` put into its texts, whatever they hold."""
    match template:
        case str():
            return GAP.sub(lambda match: values[match.group(1)], template)
        case list():
            return [filled(item, values) for item in template]
        case dict():
            return {key: filled(item, values) for key, item in template.items()}
    return template
