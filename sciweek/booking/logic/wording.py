"""What bookers are told, in words: what, when, where. Short, because most of it goes out as SMS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sciweek.booking.states import BookingState, News
from sciweek.look.dates import range_words
from sciweek.look.phrases import headed, set_apart, strung

# What an SMS may hold at most; a gateway's own limit is the same.
LONGEST_SMS = 500
# Other sessions to go to that a message names.
MOST_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A session, or a course with all its dates, as a message speaks of it, in the language that is active then."""

    what: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    # Empty: online, or a course, whose dates may each have another.
    place: str = ""
    is_online: bool = False
    # Of a course; 0: a single session.
    dates: int = 0

    @property
    def when(self) -> str:
        days = range_words(self.starts_at, self.ends_at, self.zone)
        return _("%(days)s，共 %(n)d 次") % {"days": days, "n": self.dates} if self.dates else days

    @property
    def where(self) -> str:
        return _("线上") if self.is_online else self.place


@dataclass(frozen=True, slots=True)
class Other:
    """Another session with free seats."""

    words: str
    when: str
    free: int
    address: str = ""


def news_text(
    news: str,
    spoken: Spoken,
    *,
    people: int,
    code: str,
    reason: str = "",
    until: str = "",
    is_held: bool = True,
    was_queued: bool = True,
) -> str:
    """What became of a booking. `until`: when an offer ends; `is_held`: seats are the booker's or held.

    `was_queued`: what lapsed waited for a seat, and not for the host to choose.
    """
    place = strung((spoken.what, spoken.when, spoken.where))
    number = _("%(n)d 人，预约码 %(code)s") % {"n": people, "code": code}
    match news:
        case News.WAITING:
            return headed(_("已排候补"), strung((place, number))) + _("。有席位了会通知您。")
        case News.OFFERED if until:
            return headed(_("候补到席位"), strung((place, number))) + _(
                "。请在%(until)s前确认，过时让给后面的人。"
            ) % {"until": until}
        case News.OFFERED:
            return headed(_("候补到席位，已约好"), strung((place, number))) + _("。不来请取消。")
        case News.LAPSED if not was_queued:
            return headed(_("主办方没有选您的团体"), place) + _("。这一场已经开始，不用再等。")
        case News.LAPSED:
            return headed(_("没有等到席位"), place) + _("。候补已结束。")
        case News.DECLINED:
            return headed(_("没有选上"), place) + _because(reason)
        case News.REMOVED:
            return headed(_("主办方取消了您的预约"), place) + _because(reason)
        case News.CHANGED:
            return headed(_("主办方改了您的预约，现在是"), strung((place, number))) + _("。")
    return headed(_("已约") if is_held else _("已登记"), strung((place, number))) + _("。")


def _because(reason: str) -> str:
    return _("。原因：%(reason)s。") % {"reason": reason.rstrip("。.")} if reason else _("。")


def moved_text(spoken: Spoken, before: str, after: str) -> str:
    """It takes place at another time; the place is said, because it may be another one too."""
    return headed(_("改时间"), spoken.what) + _(
        "，原%(before)s，改到%(after)s，%(where)s。来不了请取消。"
    ) % {
        "before": before,
        "after": after,
        "where": spoken.where,
    }


def placed_text(spoken: Spoken, before: str, after: str) -> str:
    """It takes place elsewhere."""
    return headed(_("改地点"), strung((spoken.what, spoken.when))) + _(
        "，原在%(before)s，改到%(after)s。"
    ) % {
        "before": before,
        "after": after,
    }


def called_off_text(spoken: Spoken, reason: str, others: Sequence[Other]) -> str:
    """It does not take place; where else there are seats."""
    text = headed(_("已取消"), strung((spoken.what, spoken.when))) + _because(reason)
    named = [_other(one) for one in others[:MOST_OTHERS]]
    return text + (_("可以改约：%(others)s。") % {"others": set_apart(named)} if named else "")


def _other(other: Other) -> str:
    words = _("%(what)s，余 %(n)d 席") % {"what": strung((other.words, other.when)), "n": other.free}
    return f"{words} {other.address} " if other.address else words


def held_back_text(spoken: Spoken) -> str:
    """It takes place after all, for whoever has not lost anything by it: seats, a place in the queue, an application."""
    return _back(spoken) + _("。您登记的不变，不用重新预约。")


def back_text(spoken: Spoken, state: str, *, until: str = "") -> str:
    """It takes place after all, for whoever gets back what its end took: `state` is what the booking is again."""
    match state:
        case BookingState.OFFERED:
            return _back(spoken) + _("。您原来的席位给您留着，请在%(until)s前确认，过时让给后面的人。") % {
                "until": until
            }
        case BookingState.CONFIRMED:
            return _back(spoken) + _("。您原来的预约也恢复了，不来请取消。")
        case BookingState.APPLIED:
            return _back(spoken) + _("。您的团体又在等主办方挑选。")
    return _back(spoken) + _("。您又在候补里，有席位了会通知您。")


def lost_back_text(spoken: Spoken, *, is_open: bool, address: str = "") -> str:
    """It takes place after all, for whoever lost seats, place or application when it was called off.

    `is_open`: one can book, or will; `address`: where.
    """
    text = _back(spoken) + _("。原来登记的已经取消，不会自动恢复，席位也不保留。")
    if not is_open:
        return text + _("现在已停止预约，想来请联系主办方。")
    return text + (
        _("想来请重新预约：%(address)s") % {"address": address} if address else _("想来请重新预约。")
    )


def _back(spoken: Spoken) -> str:
    return headed(_("恢复举行"), strung((spoken.what, spoken.when, spoken.where)))


def dates_text(spoken: Spoken, lines: Sequence[str]) -> str:
    """Some dates of a course are others now; the rest stays."""
    return headed(_("课程有变"), spoken.what) + _("，%(lines)s。其他几次不变。") % {"lines": set_apart(lines)}


def message_text(spoken: Spoken, text: str) -> str:
    """The host's own words, and what they are about."""
    return headed(strung((spoken.what, spoken.when)), text)


def with_link(text: str, address: str) -> str:
    """What goes out: the text, cut so that it fits with the address."""
    room = LONGEST_SMS - (len(address) + 1 if address else 0)
    words = text if len(text) <= room else f"{text[: room - 1]}…"
    return f"{words} {address}" if address else words
