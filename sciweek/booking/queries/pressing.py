"""What cannot wait for the morning."""

from collections.abc import Iterable
from datetime import timedelta

from sciweek.base import clock
from sciweek.booking.logic.wording import Spoken
from sciweek.post.queries import quiet_end
from sciweek.programme.models import ReleasedSession
from sciweek.week.models import Week

# Whoever hears of it later than that before it begins may be on the way already.
LEAST_NOTICE = timedelta(hours=3)
# The post takes a few minutes, and the quiet hours may begin meanwhile.
SOON = timedelta(minutes=5)


def is_pressing(week: Week, times: Iterable[ReleasedSession | Spoken]) -> bool:
    """Whether one of these is so near that the message must not wait for the morning."""
    now = clock.now()
    limit = (quiet_end(week.region, now + SOON) or now) + LEAST_NOTICE
    return any(one.starts_at <= limit and one.ends_at > now for one in times)
