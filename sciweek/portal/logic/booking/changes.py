"""What has become of a session since it was booked, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Seen:
    """A session as somebody sees it. `is_off`: it does not take place."""

    when: str
    where: str
    is_off: bool = False
    reason: str = ""


def change_words(then: Seen | None, now: Seen | None) -> tuple[str, ...]:
    """Everything that differs from what was booked; nothing when it is as it was."""
    if now is None:
        return (_("这一场已从日程撤下，请联系主办方。"),)
    if then is None:
        return (_("新增了一次：%(when)s。") % {"when": now.when},)
    if now.is_off:
        return ()
    words = []
    if then.is_off:
        words.append(_("恢复举行。"))
    if then.when != now.when:
        words.append(_("时间改了：原%(then)s，现在%(now)s。") % {"then": then.when, "now": now.when})
    if then.where != now.where:
        words.append(
            _("地点改了：原%(then)s，现在%(now)s。") % {"then": then.where or "—", "now": now.where or "—"}
        )
    return tuple(words)
