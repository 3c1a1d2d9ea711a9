from django.db.models import QuerySet

from sciweek.logbook.models import Entry, Proof, Seal


def entries_of_object(kind: str, object_id: int) -> QuerySet[Entry]:
    """Everything that was done to one row, the newest first; `kind` like `activities.activity`."""
    return Entry.objects.filter(kind=kind, object_id=object_id).order_by("-id")


def entries_of_person(person_id: int) -> QuerySet[Entry]:
    """Everything that one person did, the newest first."""
    return Entry.objects.filter(actor_id=person_id).order_by("-id")


def entries_of_week(week_id: int) -> QuerySet[Entry]:
    """The log of an edition, the newest first."""
    return Entry.objects.filter(week_id=week_id).order_by("-id")


def entries_of_region(region_id: int) -> QuerySet[Entry]:
    """What was done in a region outside of any edition, the newest first.

    Apart from an edition's: asked for together by OR, neither database reads them in the order of the index.
    """
    return Entry.objects.filter(region_id=region_id, week_id__isnull=True).order_by("-id")


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-number").first()


def last_proof() -> Proof | None:
    return Proof.objects.order_by("-id").first()


def unsealed() -> QuerySet[Entry]:
    """What stands in the log and in no seal yet."""
    return Entry.objects.filter(seal__isnull=True)
