"""The one way to write the log, to move a state, to save an edit and to do a thing only once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Refused
from sciweek.base.sealing import SealedTextField
from sciweek.base.states import Transitions
from sciweek.logbook.models import Entry, Receipt

P = ParamSpec("P")
Row = TypeVar("Row", bound=models.Model)
Changes = Mapping[str, tuple[Any, Any]]

ERASED = "···"


def append(
    actor: Actor,
    verb: str,
    thing: models.Model,
    *,
    changes: Changes | None = None,
    why: str = "",
) -> Entry:
    """Write one line. `changes` maps a field's name to (from, to); personal values are masked first.

    A row whose name is a person's offers `log_name` without it.
    """
    entry = _line(actor, verb, thing, changes or {}, why)
    entry.save()
    return entry


def append_many(
    actor: Actor, verb: str, lines: Iterable[tuple[models.Model, Changes]], *, why: str = ""
) -> None:
    """Write one line for each thing of a bulk act, in one go."""
    Entry.objects.bulk_create([_line(actor, verb, thing, changes, why) for thing, changes in lines], 500)


def _line(actor: Actor, verb: str, thing: models.Model, changes: Changes, why: str) -> Entry:
    return Entry(
        at=clock.now(),
        region_id=getattr(thing, "region_id", None) or actor.region_id,
        week_id=getattr(thing, "week_id", None) or actor.week_id,
        actor_id=actor.person_id,
        actor_name=actor.name[:80],
        via=actor.via,
        verb=verb,
        kind=thing._meta.label_lower,
        object_id=thing.pk,
        object_name=str(getattr(thing, "log_name", thing))[:300],
        changes={name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()},
        why=why,
    )


def forget_names(*, person_id: int, kind: str) -> None:
    """Mask the names that the log holds of an erased person: as actor, and as the row `kind` that they were.

    What was done, when and to what stays; a seal over the log must leave these two columns out.
    """
    Entry.objects.filter(actor_id=person_id).update(actor_name=ERASED)
    Entry.objects.filter(kind=kind, object_id=person_id).update(object_name=ERASED)


def move(
    actor: Actor,
    thing: Row,
    to: str,
    table: Transitions,
    *,
    verb: str,
    why: str = "",
    seen_version: int | None = None,
    **values: Any,
) -> Row:
    """Lock the row, check the table, save the new state (and `values`) and write the log line.

    Returns the locked, saved row; the object that came in is left as it was. Raises `Refused` when the life cycle has
    no such arrow, `Conflict` when the row has moved on meanwhile.
    """
    with transaction.atomic():
        locked: Any = locked_row(thing)
        _check_arrow(actor, locked, to, table, why, seen_version)
        changes = {"state": (locked.state, to)} | _apply(locked, values)
        locked.state = to
        _save(locked, ["state", *values])
        append(actor, verb, locked, changes=changes, why=why)
    return locked


def move_many(
    actor: Actor,
    things: Iterable[Row],
    to: str,
    table: Transitions,
    *,
    verb: str,
    why: str = "",
    check: Callable[[Row], None] | None = None,
    **values: Any,
) -> tuple[list[Row], list[tuple[Row, Refused]]]:
    """`move` for many rows of one model with a flat number of queries: those that can go, and why others cannot.

    `check` may refuse a locked row. The rows are locked in the order of their ids, so that two bulk acts wait for
    each other and never in a circle. Returns the moved rows and, beside each other one, its refusal.
    """
    rows = list(things)
    done: list[Row] = []
    left: list[tuple[Row, Refused]] = []
    if not rows:
        return done, left
    with transaction.atomic():
        manager = rows[0].__class__._default_manager
        lines = []
        for locked in manager.select_for_update().filter(pk__in=[row.pk for row in rows]).order_by("pk"):
            try:
                _check_arrow(actor, locked, to, table, why, None)
                if check is not None:
                    check(locked)
            except Refused as refusal:
                left.append((locked, refusal))
                continue
            changes = {"state": (cast(Any, locked).state, to)} | _apply(locked, values)
            cast(Any, locked).state = to
            cast(Any, locked).version += 1
            done.append(locked)
            lines.append((locked, changes))
        new = {**values, "state": to, "version": models.F("version") + 1}
        manager.filter(pk__in=[row.pk for row in done]).update(**new)
        append_many(actor, verb, lines, why=why)
    return done, left


def _check_arrow(
    actor: Actor, locked: Any, to: str, table: Transitions, why: str, seen_version: int | None
) -> None:
    arrow = table.get((locked.state, to))
    if arrow is None:
        raise Refused(_moved_on(locked), code="no_such_move")
    access.require(actor, arrow.permission, locked)
    check_version(locked, seen_version, {})
    if arrow.needs_reason and not why.strip():
        raise Refused(fields={"why": _("请写明原因。")}, code="reason_missing")
    if arrow.gate is not None:
        facts.ask(arrow.gate(locked.pk))


def _moved_on(locked: Any) -> str:
    """Says in which state the row is by now, and who brought it there."""
    state = locked.get_state_display() if hasattr(locked, "get_state_display") else locked.state
    who = _last_hand(locked)
    if not who:
        return _("现在是“%(state)s”，不能这样做。请刷新页面看看最新情况。") % {"state": state}
    return _("%(who)s 已经把它改成“%(state)s”，现在不能这样做。") % {"who": who, "state": state}


def _last_hand(locked: Any) -> str:
    last = Entry.objects.filter(kind=locked._meta.label_lower, object_id=locked.pk).order_by("-id").first()
    return last.actor_name if last else ""


def save_changes(
    actor: Actor, thing: Row, *, verb: str, seen_version: int | None = None, why: str = "", **values: Any
) -> Row:
    """Lock the row, compare versions, save what differs and write the log line; nothing different, nothing written."""
    with transaction.atomic():
        locked = locked_row(thing)
        check_version(locked, seen_version, values)
        changes = _apply(locked, values)
        if changes:
            _save(locked, list(changes))
            append(actor, verb, locked, changes=changes, why=why)
    return locked


def once(action: Callable[Concatenate[Actor, P], Row]) -> Callable[..., Row]:
    """Make an action idempotent by its keyword `request_uid`: the second call answers with the first result."""

    @wraps(action)
    def guarded(actor: Actor, *args: Any, **kwargs: Any) -> Row:
        request_uid = kwargs.pop("request_uid", None)
        verb = action.__name__
        if request_uid is None:
            return action(actor, *args, **kwargs)
        uid = _read_uid(request_uid)
        try:
            with transaction.atomic():
                receipt = Receipt.objects.create(actor=actor.key, request_uid=uid, verb=verb)
                row = action(actor, *args, **kwargs)
                receipt.result_id = row.pk
                receipt.save(update_fields=["result_id"])
                return row
        except IntegrityError:
            done = Receipt.objects.filter(actor=actor.key, request_uid=uid, verb=verb).first()
            if done is None or done.result_id is None:
                raise
            found = _result_model(action)._default_manager.filter(pk=done.result_id).first()
            if found is None:  # it was done in another edition, or what it made is gone
                raise Refused(
                    _("这个编号以前用过一次，那次做成的不在这里。请刷新页面，或者换一个编号再提交。"),
                    code="used_request_uid",
                ) from None
            return cast(Row, found)

    return guarded


def _read_uid(value: Any) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError as error:
        raise Refused(_("这次提交读不懂。请刷新页面后再提交。"), code="bad_request_uid") from error


def _result_model(action: Callable[..., Any]) -> type[models.Model]:
    model = action.__annotations__["return"]
    if not (isinstance(model, type) and issubclass(model, models.Model)):
        raise TypeError(f"{action.__name__} must return a model to be done once")
    return model


def locked_row(thing: Row) -> Row:
    """The row as it stands now, locked until the transaction ends (SQLite: the write transaction is the lock)."""
    # Not `type(thing)`: the person of a request is a lazy stand-in that only passes for one.
    # No key changes: whoever writes a row that points here (a booking, of its week) need not wait.
    rows = thing.__class__._default_manager.select_for_update(no_key=True)
    return rows.get(pk=thing.pk)


def check_version(locked: Any, seen: int | None, mine: Mapping[str, Any]) -> None:
    """Raise `Conflict` when the locked row is no longer the version that was seen; `mine` are the values meant."""
    if seen is None or locked.version == seen:
        return
    who = _last_hand(locked)
    raise Conflict(
        _("您打开之后，%(who)s 改过这一条。请对照两边，再保存一次。") % {"who": who or _("别人")},
        mine={name: _plain(value) for name, value in mine.items()},
        theirs={name: _plain(getattr(locked, name)) for name in mine},
        who=who,
        version=locked.version,
    )


def _apply(locked: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in values.items():
        old = getattr(locked, name)
        if old == value:
            continue
        personal = name in getattr(locked, "PERSONAL", ())
        personal = personal or isinstance(locked._meta.get_field(name), SealedTextField)
        changes[name] = (masked(old), masked(value)) if personal else (old, value)
        setattr(locked, name, value)
    return changes


def _save(locked: Any, names: list[str]) -> None:
    if hasattr(locked, "version"):
        locked.version += 1
        names = [*names, "version"]
    locked.save(update_fields=sorted(set(names)))


def masked(text: str) -> str:
    """Personal words as the log may keep them: of a number or a plate the last four signs, of anything else nothing.

    A name has hardly more than four signs.
    """
    end = text[-4:]
    is_number = len(text) > 4 and end.isascii() and any(sign.isdigit() for sign in end)
    return f"···{end}" if is_number else "···" if text else ""


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case models.Model():
            return str(value)
        case Decimal() | UUID():
            return str(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
    return str(value)
