"""Seals over the log: the only writer of `Seal`, `Proof` and the column `Entry.seal`."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from sciweek.base import clock
from sciweek.logbook import heads
from sciweek.logbook.logic import SEALED_COLUMNS
from sciweek.logbook.models import Proof, Seal
from sciweek.logbook.queries import last_seal, unsealed
from sciweek.logbook.verifying import Report, reckon

BATCH = 5_000  # entries in one seal
MOST = 40  # seals in one go; what is left waits for the next minute
# Younger entries wait: a burst of work then makes one seal, not one for each half of it.
REST = timedelta(seconds=2)
PROOFS_KEPT = 400  # a year of daily ones


class _Overtaken(Exception):
    """Another process has sealed the same entries."""


def head_file() -> Path:
    """Where the chain's heads are kept outside of the database."""
    return Path(settings.SCIWEEK_LOG_SEALS)


def seal_entries() -> int:
    """Seal every entry that is not sealed yet, in batches; returns how many were.

    Safe to repeat and to run twice at once: a seal's number is unique, so one of two takes back what it did. Raises
    `NoSuchDigest` when the algorithm of the setting `log_digest` is not there.
    """
    sealed = 0
    for _again in range(MOST):
        count = _seal_batch(settings.SCIWEEK_LOG_DIGEST)
        if not count:
            break
        sealed += count
    write_heads()
    return sealed


def _seal_batch(algorithm: str) -> int:
    now = clock.now()
    # What bears a later time than now comes from a clock that ran ahead; it would wait unsealed until then.
    due = unsealed().exclude(at__gte=now - REST, at__lte=now).order_by("id")
    if not due.exists():  # asked outside, so that an idle minute takes no lock
        return 0
    try:
        with transaction.atomic():
            last = Seal.objects.select_for_update().order_by("-number").first()
            rows = list(due.values_list(*SEALED_COLUMNS)[:BATCH])
            if not rows:
                return 0
            seal = _make_seal(rows, last, algorithm)
            marked = 0
            for part in batched(rows, 500):
                mine = unsealed().filter(pk__in=[row[0] for row in part])
                marked += mine.update(seal=seal.number)
            if marked != seal.count:
                raise _Overtaken
    except (IntegrityError, _Overtaken):
        return 0
    return seal.count


def _make_seal(rows: list[tuple[Any, ...]], last: Seal | None, algorithm: str) -> Seal:
    moments = [row[SEALED_COLUMNS.index("at")] for row in rows]
    seal = Seal(
        number=last.number + 1 if last else 1,
        algorithm=algorithm,
        count=len(rows),
        first_at=min(moments),
        last_at=max(moments),
        previous=last.digest if last else "",
        made_at=clock.now(),
    )
    seal.digest = reckon(seal, rows)
    seal.save(force_insert=True)
    return seal


def write_heads() -> int:
    """Bring the file of heads up to the last seal; returns how many lines were missing."""
    last = last_seal()
    if last is None:
        return 0
    return heads.extend(head_file(), _heads_after)


def _heads_after(number: int) -> Iterator[heads.Head]:
    newer: Iterable[Seal] = Seal.objects.filter(number__gt=number).order_by("number").iterator()
    for seal in newer:
        yield heads.Head(seal.number, seal.count, seal.digest, seal.made_at)


def record_proof(report: Report) -> Proof:
    """Keep what a verification found, for the auditor's desk."""
    found = report.found
    proof = Proof.objects.create(
        at=clock.now(),
        seals=report.seals,
        entries=report.entries,
        kind=found.kind if found else "",
        number=found.number if found else None,
        words=str(found) if found else "",
    )
    Proof.objects.filter(pk__lte=proof.pk - PROOFS_KEPT).delete()
    return proof
