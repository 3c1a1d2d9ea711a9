"""The digest of a batch of the log: pure reckoning over plain values, so that both databases give the same."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

ALGORITHMS = ("sha256", "sm3")
# What a digest covers, in this order. Left out are `actor_name` and `object_name`: erasing a person masks them, and a
# seal must outlive that. Who acted and on what stays held by `actor_id`, `kind` and `object_id`.
SEALED_COLUMNS = (
    "id",
    "at",
    "region_id",
    "week_id",
    "actor_id",
    "via",
    "verb",
    "kind",
    "object_id",
    "changes",
    "why",
)


class NoSuchDigest(RuntimeError):
    """This Python cannot reckon the digest: its OpenSSL was built without it."""

    def __init__(self, algorithm: str) -> None:
        super().__init__(
            f"This Python's OpenSSL has no {algorithm}. Use one that has, or set log_digest = sha256 for new seals."
        )


class BatchDigest:
    """A keyed digest (HMAC, hex) of one batch: its number, the digest before it, each entry, then the summary.

    Every part is one line of canonical JSON, which holds no line break itself, so no two batches read alike.
    Raises `NoSuchDigest`.
    """

    def __init__(self, algorithm: str, key: bytes, *, number: int, previous: str) -> None:
        try:
            self._mac = hmac.new(key, digestmod=algorithm)
            hashlib.new(algorithm)
        except ValueError as error:
            raise NoSuchDigest(algorithm) from error
        self._line(["sciweek log 1", algorithm, number, previous])

    def add(self, values: Sequence[Any]) -> None:
        """One entry: its values in the order of `SEALED_COLUMNS`."""
        self._line(values)

    def close(self, *, count: int, first_at: datetime, last_at: datetime, made_at: datetime) -> str:
        self._line([count, first_at, last_at, made_at])
        return self._mac.hexdigest()

    def _line(self, values: Sequence[Any]) -> None:
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_moment)
        # A lone half of a surrogate pair can stand in SQLite; it must not stop the seal.
        self._mac.update(text.encode("utf-8", "surrogatepass") + b"\n")


def _moment(value: Any) -> str:
    """Moments in UTC to the microsecond, which is what both databases keep."""
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} has no place in the log")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
