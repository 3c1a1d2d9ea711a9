"""What is pasted into a chat group, or sent, with an invitation."""

from datetime import datetime

from django.utils.translation import gettext as _

from sciweek.look.dates import moment_words


def invitation_words(
    *, unit: str, role: str, region: str, expires_at: datetime, zone: str, address: str
) -> str:
    """The text that carries one unit's link: for whom, what for, until when."""
    words = {"unit": unit, "role": role, "region": region, "at": moment_words(expires_at, zone)}
    text = _("%(unit)s的%(role)s：\n请点下面的链接，开通%(region)s科技活动周工作台的账号（%(at)s前有效）。")
    return f"{text % words}\n{address}"


def reminder_words(*, units: list[str], week: str, step: str, address: str) -> str:
    """The text that reminds the units that lack a step (opened, signed_in, received)."""
    asks = {
        "opened": _("请打开邀请链接，看%(week)s的通知"),
        "signed_in": _("请登录工作台，看%(week)s的通知"),
        "received": _("请登录工作台，签收%(week)s的通知"),
    }
    ask = asks.get(step, asks["received"]) % {"week": week}
    return f"{'、'.join(units)}：\n{ask}。\n{address}"
