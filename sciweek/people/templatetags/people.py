import re
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest

register = template.Library()

ADDRESS = re.compile(r"[\d.]+|[\da-fA-F:]*:[\da-fA-F:.]*")


@register.simple_tag
def passkeys_work(request: HttpRequest) -> bool:
    """Whether browsers offer passkeys here: at a name over HTTPS or at `localhost`, never at a bare address."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return request.is_secure() and not ADDRESS.fullmatch(host)


@register.simple_tag
def letters_leave() -> bool:
    """Whether letters reach people: without a mail server a reset letter would never arrive."""
    return bool(settings.SCIWEEK_SENDS_MAIL)
