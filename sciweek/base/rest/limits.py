"""Rate limits that all processes share: fixed windows of a minute in the cache, which is the database.

A process takes a share of the window at a time, so that a busy program costs one write for many requests. What a
process took and did not use is lost to the others until the next minute: a share is a twentieth of the limit.
"""

import threading
from dataclasses import dataclass

from django.core.cache import cache

from sciweek.base import clock

WINDOW = 60  # seconds
SHARES = 20
MOST_KEPT = 10_000  # callers that a process remembers


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands in the running window."""

    limit: int
    remaining: int
    reset: int
    allowed: bool

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


class Windows:
    """What this process still holds of the windows of its callers; safe for threads."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, int, int]] = {}  # caller → (window, still held, left in the cache)
        self._lock = threading.Lock()

    def clear(self) -> None:
        with self._lock:
            self._held.clear()

    def count(self, caller: str, limit: int) -> Standing:
        """Count one request of the caller against `limit` a minute."""
        second = int(clock.now().timestamp())
        window, reset = second // WINDOW, WINDOW - second % WINDOW
        with self._lock:
            if len(self._held) > MOST_KEPT:
                self._held.clear()
            known, held, left = self._held.get(caller, (window, 0, limit))
            if known != window:
                held, left = 0, limit
            if held == 0:
                held, left = self._take(f"rate:{caller}:{window}", limit)
            allowed = held > 0
            self._held[caller] = (window, max(held - 1, 0), left)
        return Standing(limit, max(held - 1, 0) + left, reset, allowed)

    def _take(self, key: str, limit: int) -> tuple[int, int]:
        """A share of the window, and how much is left after it.

        Two processes that take at the same instant may both get the same share: a limit is a fence, not an account.
        """
        taken = int(cache.get(key, 0))
        share = min(max(1, limit // SHARES), limit - taken)
        if share <= 0:
            return 0, 0
        cache.set(key, taken + share, 2 * WINDOW)
        return share, limit - taken - share


WINDOWS = Windows()
