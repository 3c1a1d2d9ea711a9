"""The walls of region and week.

A row that belongs to a region or a week can only be reached inside that scope. Without a scope even `.exists()`
refuses, because an unscoped answer is always a leak. Queries that must look over the wall are few, have a name in
`CROSSINGS` and go through `over_the_wall`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models.sql import Query


class OutOfScope(RuntimeError):
    """A programming error: a scoped row was reached, saved or linked outside its region or week."""


@dataclass(frozen=True, slots=True)
class Scope:
    region_id: int | None = None
    week_id: int | None = None


_current: ContextVar[Scope] = ContextVar("sciweek_scope", default=Scope())

# Every query that looks over the wall, and why. A test holds the code to this list.
CROSSINGS: dict[str, str] = {
    "activities.copy_from_last_year": "a week copied from last year's takes its series along",
    "duties.copy_from_last_year": "a week copied from last year's takes its duties along",
    "booking.booking_by_link": "a signed link, a ticket, or a phone with a code name a booking by its code alone",
    "booking.carry_news": "the minute's job looks for news of bookings in every week",
    "booking.turn_queues": "the minute's job looks for waiting lists that move on in every week",
    "booking.pool_by_code": "a booking form is sent to a session's public address; its edition is unknown until then",
    "committee.copy_from_last_year": "a week copied from last year's takes its participations along",
    "committee.memberships_of_person": "sign-in must find a person's roles before a region is chosen",
    "committee.link_by_token": "a link names its region and week; they are unknown until it is found",
    "committee.token_by_secret": "a token names its region; it is unknown until it is found",
    "committee.forget_old_names": "what the retention rules empty lies in every region and week",
    "door.pass_by_token": "a door pass names its region and week; they are unknown until it is found",
    "door.forget_old_labels": "what the retention rules empty lies in every region and week",
    "files.file_by_code": "a public file is addressed by its code alone",
    "files.leftovers": "bytes lie on disk once for all regions",
    "portal.session_by_code": "a short address on a poster names a session by its code alone",
    "post.send_due": "the minute's job looks for messages that are due in every region",
    "post.forget_addresses": "what the retention rules empty lies in every region",
    "promotion.forget_contacts": "what the retention rules empty lies in every week",
    "sheets.forget_old_sheets": "what the retention rules empty lies in every region",
    "outreach.trip_by_mark": "a driver's link names an outing by its code alone",
    "ceremonies.forget_guests": "what the retention rules empty lies in every week",
    "outreach.forget_people": "what the retention rules empty lies in every region and week",
    "base.doctor": "the doctor looks at all rows for impossible states",
}


def current() -> Scope:
    return _current.get()


@contextmanager
def entered(region_id: int | None, week_id: int | None = None) -> Iterator[Scope]:
    """Work inside one region and, if given, one week of it."""
    token = _current.set(Scope(region_id, week_id))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


Row = TypeVar("Row", bound=models.Model)


def _wall(model: type[models.Model]) -> str:
    """The column that ties the model to its scope: `week_id` or `region_id`."""
    return str(vars(model).get("WALL") or getattr(model, "WALL", ""))


def scope_id(model: type[models.Model]) -> int:
    """The id that rows of the model must carry now."""
    wall = _wall(model)
    value = getattr(_current.get(), wall)
    if value is None:
        raise OutOfScope(f"{model.__name__} was reached outside a {wall.removesuffix('_id')}")
    return int(value)


def check_row(row: models.Model, written: Collection[str] | None = None) -> None:
    """Refuse a row, or a link from it, that stands on the other side of the wall.

    Of a save that writes only some columns, `written` names them: the other links were checked when they were saved.
    """
    model = type(row)
    here = scope_id(model)
    if getattr(row, _wall(model)) != here:
        raise OutOfScope(f"{model.__name__} of another {_wall(model).removesuffix('_id')}")
    for name, attname, target in _links(model):
        if written is not None and name not in written and attname not in written:
            continue
        value = getattr(row, attname)
        if value is None:
            continue
        # An object that was loaded came through this scope; only a bare id has to be looked up.
        linked = row._state.fields_cache.get(name)
        if linked is not None and linked.pk == value:
            if getattr(linked, _wall(target)) != scope_id(target):
                raise OutOfScope(f"{model.__name__}.{name} points over the wall")
        elif not target._default_manager.filter(pk=value).exists():
            raise OutOfScope(f"{model.__name__}.{name} points over the wall")


@cache
def _links(model: type[models.Model]) -> tuple[tuple[str, str, type[models.Model]], ...]:
    """Name, column and target of each link of the model to what stands behind a wall."""
    return tuple(
        (field.name, field.attname, field.related_model)
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type) and hasattr(field.related_model, "WALL")
    )


def _joins_out(start: type[models.Model], end: type[models.Model]) -> bool:
    """Whether a join leaves the wall: downward links were checked when they were saved, others were not."""
    walls = {"region_id": 1, "week_id": 2}
    return walls.get(_wall(end), 0) > walls.get(_wall(start), 0)


class ScopedQuery(Query):
    """Refuses joins from a wider wall into a narrower one: units to everybody's participations, say.

    Ask the narrower model itself (`Exists(Participation.objects.filter(unit=OuterRef("pk")))`): it is scoped.
    """

    def names_to_path(self, names: Sequence[str], opts: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().names_to_path(names, opts, *args, **kwargs)
        for step in found[0]:
            start, end = step.from_opts.model, step.to_opts.model
            if _joins_out(start, end):
                raise OutOfScope(f"{'__'.join(names)}: joins {end.__name__} of every {_wall(end)[:-3]}")
        return found


class ScopedQuerySet(models.QuerySet[Row]):
    """Writes in bulk are held to the same wall as single ones."""

    def __init__(self, model: Any = None, query: Any = None, using: str | None = None, hints: Any = None):
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = list(objs)
        for row in rows:
            check_row(row)
            derive = getattr(row, "derive", None)
            if derive is not None:
                derive()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], batch_size: int | None = None) -> int:
        rows, names = list(objs), list(fields)
        for row in rows:
            check_row(row)
            derive = getattr(row, "derive", None)
            if derive is not None:
                names += [name for name in derive() if name not in names]
        inside = set(self.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        if any(row.pk not in inside for row in rows):
            raise OutOfScope(f"{self.model.__name__} of another {_wall(self.model).removesuffix('_id')}")
        plain = models.QuerySet[Row](self.model, using=self.db)
        return plain.bulk_update(rows, names, batch_size)

    def update(self, **values: Any) -> int:
        model = self.model
        wall = _wall(model)
        for name, value in values.items():
            field = model._meta.get_field(name)
            if getattr(field, "attname", name) == wall:
                raise OutOfScope(f"{model.__name__} cannot change its {wall.removesuffix('_id')}")
            target = getattr(field, "related_model", None)
            if (
                isinstance(target, type)
                and issubclass(target, models.Model)
                and _wall(target)
                and value is not None
            ):
                linked = value.pk if isinstance(value, models.Model) else value
                if not target._default_manager.filter(pk=linked).exists():
                    raise OutOfScope(f"{model.__name__}.{name} points over the wall")
        return super().update(**values)


class ScopedManager(models.Manager[Row]):
    """The only manager of a scoped model: every query starts inside the wall."""

    def get_queryset(self) -> ScopedQuerySet[Row]:
        return ScopedQuerySet[Row](self.model, using=self._db).filter(
            **{_wall(self.model): scope_id(self.model)}
        )

    def over_the_wall(self, crossing: str) -> models.QuerySet[Row]:
        """All rows of every region and week, for a crossing that is named in `CROSSINGS`."""
        if crossing not in CROSSINGS:
            raise OutOfScope(f"{crossing} is not a named crossing")
        return models.QuerySet[Row](self.model, using=self._db)
