from django import template
from django.conf import settings
from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def passkeys_work(request: HttpRequest) -> bool:
    """Browsers offer passkeys over HTTPS and on the machine itself, not at an address of a plain local network."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return request.is_secure() or host in {"localhost", "127.0.0.1", "[::1]"} or host.endswith(".localhost")


@register.simple_tag
def letters_leave() -> bool:
    """Whether letters reach people: without a mail server a reset letter would never arrive."""
    return bool(settings.SCIWEEK_SENDS_MAIL)
