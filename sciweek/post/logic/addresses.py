"""Addresses of every kind: what can be one, and how it is shown."""

import ipaddress
import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from sciweek.base.text import clean
from sciweek.people.emails import is_email
from sciweek.people.phones import is_invented, read_phone
from sciweek.post.states import ROBOTS, ChannelKind

LONGEST_URL = 500
# Robots are known by their hosts; another host is a gateway of one's own and allowed too.
HOSTS = {ChannelKind.WECOM: "qyapi.weixin.qq.com", ChannelKind.DINGTALK: "oapi.dingtalk.com"}


def read_address(channel: str, text: str, *, area_code: str = "") -> str:
    """The address as it is stored; raises `ValueError` with what to do about it."""
    text = clean(text)
    if channel == ChannelKind.COPY:
        return ""
    if channel == ChannelKind.EMAIL:
        return _email(text)
    if channel == ChannelKind.SMS:
        phone = read_phone(text, area_code=area_code)
        if phone is None or not re.fullmatch(r"\+861\d{10}", phone.e164):
            raise ValueError(_("短信要发到手机号，比如 139 0000 1234。"))
        if is_invented(phone.e164):
            raise ValueError(invented_words())
        return phone.e164
    return read_url(text)


def invented_words() -> str:
    """Why nothing goes to a number of the demo week's."""
    return _("这是演示周里编的号码，不发短信。")


def _email(text: str) -> str:
    if not is_email(text):
        raise ValueError(_("这不像一个邮箱地址。"))
    return text


def read_url(text: str) -> str:
    """An address that is called by HTTP(S): a host, no user name, nothing that another scheme would read."""
    try:
        parts = urlsplit(text)
        port_fits = parts.port is None or 0 < parts.port < 65536
    except ValueError as error:
        raise ValueError(_("这个网址读不懂。请整段复制过来。")) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_fits:
        raise ValueError(_("网址要以 https:// 或 http:// 开头。"))
    if parts.username is not None or parts.password is not None:
        raise ValueError(_("网址里不要带用户名和密码。"))
    if len(text) > LONGEST_URL or any(ch.isspace() or ord(ch) < 33 for ch in text):
        raise ValueError(_("这个网址太长，或者有空格。"))
    return text


def shown(channel: str, address: str) -> str:
    """The address as it is shown: enough to know it by, not enough to use it."""
    if not address:
        return ""
    if channel == ChannelKind.EMAIL:
        name, _at, host = address.rpartition("@")
        return f"{name[:1]}···@{host}"
    if channel == ChannelKind.SMS:
        return f"···{address[-4:]}"
    host = urlsplit(address).hostname or ""
    return f"{host}/···{address[-4:]}" if channel in ROBOTS else host


def is_forbidden(host: str, *, private_allowed: bool) -> bool:
    """Whether a connected peer may not be called: never link-local (cloud metadata) or unspecified ones."""
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return True
    return not private_allowed and not address.is_global


def names_forbidden(url: str, *, private_allowed: bool) -> bool:
    """Whether the URL itself already names, in numbers, a peer that may not be called."""
    host = urlsplit(url).hostname or ""
    try:
        return is_forbidden(host, private_allowed=private_allowed)
    except ValueError:  # a name
        return False
