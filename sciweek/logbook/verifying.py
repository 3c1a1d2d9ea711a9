"""The proof that nobody altered the log: reckons every seal anew, in one pass and with a bounded memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Max

from sciweek.base import clock
from sciweek.base.sealing import digest
from sciweek.logbook import heads
from sciweek.logbook.logic import SEALED_COLUMNS, BatchDigest
from sciweek.logbook.models import Entry, Seal
from sciweek.logbook.queries import unsealed

CHUNK = 2_000
# An entry that is this much older than the seal before its own was put in late: by a server that stood still, or by hand.
LATE = timedelta(hours=1)
# So long the file of heads may lag behind the database.
LAG = timedelta(minutes=10)

WORDS = {
    "altered": "an entry or the seal itself was altered, or entries were exchanged",
    "removed": "entries were removed",
    "inserted": "entries were inserted",
    "seal_missing": "the seal is missing",
    "unchained": "the seal does not follow the one before it",
    "unknown_seal": "entries bear the number of a seal that is not there",
    "cut_off": "the file of heads knows this seal, the database does not: the end of the log was cut off",
    "head_differs": "the file of heads has another digest or count for this seal",
    "head_damaged": "the file of heads cannot be read",
    "head_missing": "the file of heads lacks this seal",
}


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: which seal, of what time, what kind (a key of `WORDS`)."""

    kind: str
    number: int
    first_at: datetime | None = None
    last_at: datetime | None = None
    detail: str = ""

    def __str__(self) -> str:
        when = (
            f" ({self.first_at.isoformat()} to {self.last_at.isoformat()})"
            if self.last_at and self.first_at
            else ""
        )
        detail = f" ({self.detail})" if self.detail else ""
        return f"batch {self.number}{when}: {self.kind}: {WORDS[self.kind]}{detail}"


@dataclass(slots=True)
class Report:
    """What a verification went through. `late` entries are no break: they say when to ask somebody."""

    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    late: int = 0
    found: Break | None = None


def reckon(seal: Seal, rows: Iterable[tuple[Any, ...]]) -> str:
    """The digest that the seal must have over these entries (`SEALED_COLUMNS` each); raises `NoSuchDigest`."""
    mac = BatchDigest(seal.algorithm, _key(), number=seal.number, previous=seal.previous)
    for row in rows:
        mac.add(row)
    return mac.close(count=seal.count, first_at=seal.first_at, last_at=seal.last_at, made_at=seal.made_at)


def _key() -> bytes:
    """Derived from the field key file: who can write to the database alone cannot seal."""
    return bytes.fromhex(digest("", "log seal"))


class _Entries:
    """The sealed entries in the order of seals, one pass."""

    def __init__(self, last: int) -> None:
        sealed = Entry.objects.filter(seal__lte=last).order_by("seal", "id")
        rows: Any = sealed.values_list("seal", *SEALED_COLUMNS)
        self._rows: Iterator[tuple[Any, ...]] = rows.iterator(chunk_size=CHUNK)
        self._next = next(self._rows, None)

    @property
    def seal(self) -> int | None:
        """The seal of the entry that comes next."""
        return None if self._next is None else int(self._next[0])

    def of(self, number: int) -> Iterator[tuple[Any, ...]]:
        """The entries of the seal that comes next, without its number."""
        while self._next is not None and self._next[0] == number:
            row, self._next = self._next, next(self._rows, None)
            yield row[1:]


def verify(head_file: Path) -> Report:
    """Go through the whole log; `head_file` is the installation's own or a copy kept elsewhere.

    Stops at the first break. What is sealed while it runs is left to the next time.
    """
    report = Report(unsealed=unsealed().count())
    last: int = Seal.objects.aggregate(last=Max("number"))["last"] or 0
    try:
        report.found = _walk(report, last, _Heads(head_file))
    except heads.DamagedHeads as damage:
        report.found = Break("head_damaged", report.seals + 1, detail=str(damage))
    return report


def _walk(report: Report, last: int, known: "_Heads") -> Break | None:
    entries = _Entries(last)
    before: Seal | None = None
    for seal in Seal.objects.filter(number__lte=last).order_by("number").iterator(chunk_size=CHUNK):
        expected = before.number + 1 if before else 1
        if seal.number != expected:
            return Break("seal_missing", expected)
        broken = _break_of(seal, before, entries, report) or known.disagrees(seal)
        if broken:
            return broken
        report.seals += 1
        before = seal
    strays = Entry.objects.filter(seal__isnull=False).exclude(seal__in=Seal.objects.values("number"))
    stray = strays.order_by("seal").values_list("seal", flat=True).first()
    if stray is not None:
        return Break("unknown_seal", stray)
    return known.goes_on(last)


def _break_of(seal: Seal, before: Seal | None, entries: _Entries, report: Report) -> Break | None:
    def broken(kind: str, detail: str = "") -> Break:
        return Break(kind, seal.number, seal.first_at, seal.last_at, detail)

    if seal.previous != (before.digest if before else ""):
        return broken("unchained")
    if entries.seal is not None and entries.seal < seal.number:
        return broken("unknown_seal")
    count, late = 0, 0

    def counted() -> Iterator[tuple[Any, ...]]:
        nonlocal count, late
        for row in entries.of(seal.number):
            count += 1
            late += before is not None and row[1] < before.last_at - LATE
            yield row

    is_same = reckon(seal, counted()) == seal.digest
    report.entries += count
    report.late += late
    if count != seal.count:
        kind = "removed" if count < seal.count else "inserted"
        return broken(kind, f"{count} entries, {seal.count} were sealed")
    if not is_same:
        return broken("altered", "or the key file is another one" if before is None else "")
    return None


class _Heads:
    """The file of heads, read beside the seals."""

    def __init__(self, path: Path) -> None:
        self._lines = heads.read(path) if path.exists() else iter(())
        self._next = next(self._lines, None)

    def disagrees(self, seal: Seal) -> Break | None:
        here = self._next
        if here is None:
            is_old = seal.made_at < clock.now() - LAG
            return Break("head_missing", seal.number, seal.first_at, seal.last_at) if is_old else None
        self._next = next(self._lines, None)
        if (here.number, here.count, here.digest) != (seal.number, seal.count, seal.digest):
            return Break("head_differs", seal.number, seal.first_at, seal.last_at)
        return None

    def goes_on(self, last: int) -> Break | None:
        """Lines after the last seal that was looked at: of seals made meanwhile, or of some that are gone."""
        while self._next is not None:
            here, self._next = self._next, next(self._lines, None)
            made = Seal.objects.filter(number=here.number, digest=here.digest)
            if here.number <= last or not made.exists():
                return Break("cut_off", here.number, here.made_at, here.made_at)
        return None
