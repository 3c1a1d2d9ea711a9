"""Outings, wishes and visits in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.states import Audience
from sciweek.look.phrases import listed, strung
from sciweek.outreach.logic.parts import part_words, read_days
from sciweek.outreach.models import Outing, OutingDay, Visit, Wish
from sciweek.outreach.states import Need, WishState

STATE_SHAPES = {
    WishState.ASKED: "open",
    WishState.ASSIGNED: "waiting",
    WishState.DONE: "done",
    WishState.DECLINED: "returned",
    WishState.WITHDRAWN: "",
}


def need_words(needs: list[str], note: str = "") -> str:
    return strung((listed(str(Need(one).label) for one in needs if one in Need.values), note))


def audience_words(outing: Outing) -> str:
    known = listed(str(Audience(one).label) for one in outing.audience if one in Audience.values)
    return strung((known, outing.audience_note))


def reach_words(outing: Outing) -> str:
    """The streets, or everywhere; reads the prefetched rows."""
    streets = [(one.street.merged_into or one.street).label for one in outing.reaches.all()]
    return listed(dict.fromkeys(streets)) or _("全区")


def minutes_words(minutes: int) -> str:
    return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}


def people_words(people: int | None) -> str:
    if people is None:
        return ""
    return ngettext("%(n)d 人", "%(n)d 人", people) % {"n": people}


def day_words_of(row: OutingDay) -> str:
    return part_words(row.day, row.part, row.start_time, row.end_time)


def wished_words(wish: Wish) -> list[str]:
    """The wished days, the dearest first."""
    return [part_words(day, part) for day, part in read_days(wish.days)]


def hours_words(wish: Wish) -> str:
    """Within which hours, where the unit said so."""
    if wish.start_time and wish.end_time:
        return f"{wish.start_time:%H:%M}–{wish.end_time:%H:%M}"
    if wish.start_time:
        return _("%(hour)s 以后") % {"hour": f"{wish.start_time:%H:%M}"}
    if wish.end_time:
        return _("%(hour)s 以前") % {"hour": f"{wish.end_time:%H:%M}"}
    return ""


def where_words(wish: Wish) -> str:
    """The place with its address: what somebody needs to get there."""
    venue = wish.venue
    address = wish.address or (venue.address if venue is not None else "")
    return strung((wish.where, address))


def way_words(wish: Wish) -> str:
    """How one gets there, as the venue says."""
    return wish.venue.directions if wish.venue is not None else ""


def crew_words(visit: Visit) -> str:
    return _("第 %(n)d 队") % {"n": visit.crew} if visit.outing.crews > 1 else ""
