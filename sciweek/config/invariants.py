"""What must hold in every room alike: walls, plain ids, sealed fields, the database itself."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models
from django.db.models import BigIntegerField, BinaryField, Exists, F, ForeignKey, OuterRef
from django.db.models.functions import Cast

from sciweek.base.invariants import Invariant
from sciweek.base.sealing import SealedTextField, Unsealable, unseal
from sciweek.files.models import StoredFile
from sciweek.people.models import Person
from sciweek.week.models import Region, Week

# Ids without a foreign key, and whose they are. Nothing of these kinds is ever deleted.
PLAIN_IDS: dict[str, type[models.Model]] = {
    "region_id": Region,
    "week_id": Week,
    "person_id": Person,
    "actor_id": Person,
    "created_by_id": Person,
    "uploaded_by_id": Person,
}
WALLS = ("region_id", "week_id")


def _models() -> Iterator[Any]:
    """Every model of the product; `Any`, because what they share stands in no base class."""
    return (model for model in apps.get_models() if model.__module__.startswith("sciweek."))


def _rows(model: Any) -> models.QuerySet[Any]:
    """All rows of all regions and weeks."""
    if hasattr(model, "WALL"):
        return model.objects.over_the_wall("base.doctor")
    return model._base_manager.all()


def _over_the_wall() -> Iterable[str]:
    """Links between rows of two weeks, or of two regions."""
    for model in _models():
        wall = getattr(model, "WALL", "")
        if wall not in WALLS:
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model if isinstance(field, ForeignKey) else None
            beyond = getattr(target, "WALL", "")
            if beyond not in WALLS:
                continue
            own = _way(wall, beyond)
            if own is None:  # from a region to one of its weeks: there is no such link
                yield f"{model._meta.label}.{field.name}: a row of a region points into a week"
                continue
            theirs = f"{field.name}__{beyond}"
            wrong = _rows(model).filter(**{f"{field.name}__isnull": False}).exclude(**{theirs: F(own)})
            for pk in wrong.values_list("pk", flat=True).iterator():
                yield f"{model._meta.label} {pk}: {field.name} belongs to another {beyond.removesuffix('_id')}"


def _way(wall: str, beyond: str) -> str | None:
    """From a row behind `wall` to its own id of the kind `beyond`."""
    if wall == beyond:
        return wall
    return "week__region_id" if (wall, beyond) == ("week_id", "region_id") else None


def _orphans() -> Iterable[str]:
    """Plain ids that lead to nothing."""
    for model in _models():
        for field in model._meta.concrete_fields:
            target = PLAIN_IDS.get(field.name)
            if target is None or type(field) is not BigIntegerField:
                continue
            there = target._base_manager.filter(pk=OuterRef(field.name))
            lost = _rows(model).filter(~Exists(there), **{f"{field.name}__isnull": False})
            for pk, value in lost.values_list("pk", field.name).iterator():
                yield f"{model._meta.label} {pk}: there is no {target.__name__} {value} ({field.name})"


def _files_of_nobody() -> Iterable[str]:
    owned: models.QuerySet[Any] = _rows(StoredFile).filter(erased_at__isnull=True)
    for model in _models():
        if model is not StoredFile and any(field.name == "uid" for field in model._meta.concrete_fields):
            owned = owned.filter(~Exists(_rows(model).filter(uid=OuterRef("owner_uid"))))
    for code, name in owned.values_list("code", "name").iterator():
        yield f"file {code} {name}: the row that it belongs to is gone"


def _unsealable() -> Iterable[str]:
    """Sealed fields that the key file does not open: altered, or of another installation."""
    for model in _models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, SealedTextField):
                continue
            sealed = _rows(model).annotate(bytes_of=Cast(field.name, BinaryField()))
            for pk, value in sealed.values_list("pk", "bytes_of").iterator():
                if value and not _opens(bytes(value)):
                    yield f"{model._meta.label} {pk}: {field.name} cannot be opened with this key file"


def _opens(data: bytes) -> bool:
    try:
        unseal(data)
    except Unsealable:
        return False
    return True


def _foreign_keys() -> Iterable[str]:
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield str(error)


def _pages_of_sqlite() -> Iterable[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(20)")
        yield from (str(row[0]) for row in cursor.fetchall() if row[0] != "ok")


def invariants() -> list[Invariant]:
    return [
        Invariant("config.links_stay_inside", "No link leads into another week or region", _over_the_wall),
        Invariant(
            "config.plain_ids_lead_somewhere",
            "Ids without a foreign key are of rows that are there",
            _orphans,
        ),
        Invariant("config.files_have_owners", "Every file belongs to a row", _files_of_nobody),
        Invariant("config.sealed_fields_open", "The key file opens every sealed field", _unsealable),
        Invariant("config.foreign_keys_hold", "What foreign keys name is there", _foreign_keys),
        Invariant("config.database_is_whole", "The database file is undamaged", _pages_of_sqlite),
    ]
