"""One-time codes: whoever books proves the phone, where an SMS gateway is set."""

import json
import secrets

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.facts import tell
from sciweek.base.sealing import digest, seal
from sciweek.base.text import clean
from sciweek.booking.events import CodeAsked
from sciweek.booking.states import Proves
from sciweek.people.phones import read_own_phone
from sciweek.post.channels import channel
from sciweek.post.states import ChannelKind

LIFETIME = 600  # seconds
MOST_TRIES = 5
BETWEEN = 60  # seconds from one code to the next
MOST_A_DAY = 8
DAY = 86_400


def needs_code() -> bool:
    """Whether a phone can be proven: without a gateway nobody is asked."""
    return channel(ChannelKind.SMS).is_ready()


def ask_for_code(phone: str, *, proves: Proves = Proves.BOOKING) -> None:
    """Send a code to the phone at once, in the language of the page; raises `Refused` for what is no mobile phone or
    asks too often."""
    if not needs_code():
        raise Refused(_("本站现在不用短信验证码，直接提交就行。"), code="no_gateway")
    number = read_own_phone(clean(phone))
    if number is None:
        raise Refused(fields={"phone": _("请先写 11 位手机号。")}, code="invalid")
    code = new_code_for(number.digest, proves=proves)
    # The queue lies in the database: neither the phone nor the code stands there in the clear.
    tell(CodeAsked(seal(json.dumps([number.e164, code, proves, get_language()])).hex()))


def new_code_for(phone_digest: str, *, proves: Proves = Proves.BOOKING) -> str:
    """A fresh code for the phone; the caller sends it. Raises `Refused` when it asks too often."""
    if not cache.add(f"booking:code-wait:{phone_digest}", 1, BETWEEN):
        raise Refused(_("验证码刚刚发过，请等一分钟再要。"), code="too_often")
    day = f"booking:code-day:{phone_digest}:{clock.now():%Y%m%d}"
    asked = cache.get(day, 0)
    if asked >= MOST_A_DAY:
        raise Refused(_("今天给这个号码发的验证码太多了，请明天再试，或联系主办方。"), code="too_often")
    # Not `incr`: it would keep the count for the cache's own hour.
    cache.set(day, asked + 1, DAY)
    code = f"{secrets.randbelow(1_000_000):06d}"
    cache.set(_key(phone_digest, proves), digest(code, f"code:{phone_digest}"), LIFETIME)
    return code


def check_code(phone_digest: str, code: str, *, proves: Proves = Proves.BOOKING) -> None:
    """Raise `Refused` on the field `code` unless it is the phone's last one for that; after five wrong tries it is void.

    A right code stays good for its ten minutes: a form that is refused for something else asks for no second one.
    """
    key = _key(phone_digest, proves)
    expected = cache.get(key)
    if expected is None:
        typed = code.strip()
        text = _("验证码过期或作废了，请重新获取。") if typed else _("请先获取短信验证码。")
        raise Refused(fields={"code": text}, code="code")
    # A try is taken before it is judged: of many guesses at the same moment no more than five are looked at.
    tries = [f"{key}:{expected}:{number}" for number in range(MOST_TRIES)]
    taken = next((one for one in tries if cache.add(one, 1, LIFETIME)), None)
    if taken and secrets.compare_digest(expected, digest(code.strip(), f"code:{phone_digest}")):
        cache.delete(taken)
        return
    if taken is None or taken == tries[-1]:
        cache.delete(key)
        raise Refused(fields={"code": _("错得太多，这个验证码作废了。请重新获取。")}, code="code")
    raise Refused(fields={"code": _("验证码不对，请核对短信。")}, code="code")


def _key(phone_digest: str, proves: Proves) -> str:
    return f"booking:code:{proves}:{phone_digest}"
