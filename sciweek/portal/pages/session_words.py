"""When and where a session is, in words."""

from django.utils.translation import gettext as _

from sciweek.look.dates import days_words, ends_that_night, local, range_words
from sciweek.programme.models import ReleasedSession


def when_words(found: ReleasedSession, zone: str) -> str:
    """5月25日（周二）下午2:00–15:30; of several days the days and the hours."""
    if found.is_all_day:
        first = local(found.starts_at, zone).date()
        return _("%(day)s，全天") % {"day": days_words(first, first)}
    words = range_words(found.starts_at, found.ends_at, zone)
    if not ends_that_night(found.starts_at, found.ends_at, zone):
        hours = f"{local(found.starts_at, zone):%H:%M}–{local(found.ends_at, zone):%H:%M}"
        return _("%(days)s，%(hours)s") % {"days": words, "hours": hours}
    return words


def where_words(found: ReleasedSession) -> str:
    """The venue and its room, else the place as it was written."""
    if found.venue is None:
        return found.place or found.activity.place
    return " ".join(each for each in (found.venue.name, found.room.name if found.room else "") if each)


def address_words(found: ReleasedSession) -> str:
    """Street and number of where it takes place; of a place that is not its activity's nobody has said them."""
    if found.venue is not None:
        return found.venue.address
    is_elsewhere = found.place not in ("", found.activity.place)
    return "" if is_elsewhere else found.activity.address


def host_of(link: str) -> str:
    """Whose page an address opens."""
    return link.split("/")[2] if link.count("/") >= 2 else ""


def name_words(found: ReleasedSession) -> str:
    return f"{found.activity.name} · {found.title}" if found.title else found.activity.name
