"""States of the log that no action could have made. The whole proof is `sciweek log verify`; this is the cheap look."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Max

from sciweek.base import clock
from sciweek.base.invariants import Invariant
from sciweek.logbook.models import Entry, Seal
from sciweek.logbook.queries import last_proof, unsealed

# The job seals each minute; two misses are a restart, ten are a worker that stands still.
OVERDUE = timedelta(minutes=10)


def _unsealed() -> Iterable[str]:
    count = unsealed().filter(at__lt=clock.now() - OVERDUE).count()
    if count:
        yield f"{count} entries are older than ten minutes and not sealed: is the worker running?"


def _out_of_chain() -> Iterable[str]:
    number, digest = 0, ""
    for row in Seal.objects.order_by("number").values_list("number", "previous", "digest").iterator():
        if row[0] != number + 1:
            yield f"seal {number + 1}: is missing"
        elif row[1] != digest:
            yield f"seal {row[0]}: does not follow the one before it"
        number, digest = row[0], row[2]


def _counts() -> Iterable[str]:
    """Wherever the last seals disagree with what bears their number; the older ones are the proof's."""
    last = Seal.objects.aggregate(last=Max("number"))["last"] or 0
    recent = Seal.objects.filter(number__gt=last - 1000)
    held = dict(
        Entry.objects.filter(seal__gt=last - 1000).values_list("seal").annotate(Count("id")).order_by("seal")
    )
    for number, count in recent.values_list("number", "count"):
        if held.pop(number, 0) != count:
            yield f"seal {number}: another number of entries than were sealed"
    for number in held:
        yield f"seal {number}: entries bear its number, but it is not there"


def _proof() -> Iterable[str]:
    proof = last_proof()
    if proof is not None and not proof.is_whole:
        yield f"the last proof, {proof.at.isoformat()}: {proof.words}"


def invariants() -> list[Invariant]:
    return [
        Invariant("logbook.sealed_in_time", "Entries are sealed within minutes", _unsealed),
        Invariant("logbook.seals_are_a_chain", "Each seal follows the one before it", _out_of_chain),
        Invariant("logbook.seals_are_full", "A seal holds as many entries as it counted", _counts),
        Invariant("logbook.last_proof_was_whole", "The last proof of the log found it whole", _proof),
    ]
