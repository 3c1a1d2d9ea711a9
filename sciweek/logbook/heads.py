"""The file `log-seals.txt` in the data folder: one line for each seal, so that a cut-off end of the log is seen.

A database that lost its last seals together with their entries is whole in itself; only something outside of it can
tell. A copy of the file kept on another machine tells it even when both were cut here.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

LONGEST_LINE = 200  # bytes; a line has about 120


class DamagedHeads(ValueError):
    """A line that nobody here has written; the message gives its number."""


@dataclass(frozen=True, slots=True)
class Head:
    """One line: the seal's number, how many entries it covers, its digest, when it was made."""

    number: int
    count: int
    digest: str
    made_at: datetime

    def __str__(self) -> str:
        return f"{self.number} {self.count} {self.digest} {self.made_at.astimezone(UTC).isoformat()}"


def read(path: Path) -> Iterator[Head]:
    """The lines one by one; a last line without its end was cut off by a crash and does not count."""
    with path.open("rb") as file:
        for place, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), 1):
            if line.endswith(b"\n"):
                yield _head(line, place)


def extend(path: Path, newer: Callable[[int], Iterable[Head]]) -> int:
    """Append what `newer(number)` gives: the heads after the last line's number; returns how many.

    The lock keeps two processes from writing a line twice. Half a line, left by a crash, is written anew.
    """
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = os.fstat(file.fileno()).st_size
        tail = os.pread(file.fileno(), 2 * LONGEST_LINE, max(0, size - 2 * LONGEST_LINE))
        whole, _break, half = tail.rpartition(b"\n")
        if half:
            file.truncate(size - len(half))
        lines = whole.split(b"\n")
        last = _head(lines[-1], 0).number if whole else 0
        written = 0
        for head in newer(last):
            file.write(f"{head}\n".encode("ascii"))
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return written


def _head(line: bytes, place: int) -> Head:
    try:
        number, count, digest, made_at = line.decode("ascii").split()
        return Head(int(number), int(count), digest, datetime.fromisoformat(made_at))
    except ValueError as error:
        raise DamagedHeads(f"line {place} of the file of seals cannot be read") from error
