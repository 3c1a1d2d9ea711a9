"""Taking a table in, agreeing to it, giving it up. Writing what the lines say belongs to the kind's own room."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.text import clean
from sciweek.logbook.actions import append, locked_row, once
from sciweek.sheets.events import SheetAgreed
from sciweek.sheets.kinds import SheetKind, kind_of
from sciweek.sheets.logic.columns import Line, Recognised, recognise
from sciweek.sheets.logic.reading import read_tables
from sciweek.sheets.logic.verdicts import Saved, Verdict
from sciweek.sheets.models import LINES_KEPT, Sheet
from sciweek.sheets.states import SheetState
from sciweek.week.models import Region, Week

# Lines between two words of progress: a thousand lines take twenty short writes.
TICK_EVERY = 50


class Stopped(Exception):
    """The user stopped the import while its lines were being judged."""


def receive_sheet(
    actor: Actor,
    region: Region,
    week: Week | None,
    *,
    kind: str,
    name: str,
    data: bytes,
    request_uid: UUID | str | None = None,
) -> Sheet:
    """Read a file and judge its lines; nothing of it is saved yet but the sealed lines themselves.

    Raises `Refused` for field `file` when the file cannot be read or holds no fitting table.
    """
    about = kind_of(kind)
    access.require(actor, about.permission, week or region)
    try:
        found = recognise(read_tables(data, name), about.columns)
    except Refused as refusal:
        raise Refused(fields={"file": refusal.message}, code=refusal.code) from refusal
    if not found.lines:
        raise Refused(
            fields={"file": _("“%(sheet)s”的表头下面没有内容。") % {"sheet": found.table}}, code="empty"
        )
    # Reading takes seconds: nobody who writes shall wait for it, so it stands outside the transaction of `once`.
    verdicts = about.judge(actor, week, found.lines, _no_tick)
    return _keep_sheet(
        actor, region, week, kind=kind, name=name, found=found, verdicts=verdicts, request_uid=request_uid
    )


@once
def _keep_sheet(
    actor: Actor,
    region: Region,
    week: Week | None,
    *,
    kind: str,
    name: str,
    found: Recognised,
    verdicts: Sequence[Verdict],
) -> Sheet:
    sheet = Sheet(
        region=region,
        week_id=week.pk if week else None,
        kind=kind,
        name=clean(name)[:200] or _("表格"),
        table={
            "name": found.table[:100],
            "head_row": found.head_row,
            "unknown": [words[:60] for words in found.unknown[:20]],
            "missing": list(found.missing),
            "skipped": list(found.skipped[:50]),
        },
        total=len(found.lines),
        created_by=actor.name[:60],
        actor=_kept_actor(actor),
    )
    sheet.keep_lines(found.lines)
    sheet.keep_verdicts(verdicts)
    sheet.save()
    return sheet


def _no_tick(done: int, total: int) -> None:
    return


def apply_sheet(actor: Actor, sheet: Sheet, *, only_good: bool = False) -> Sheet:
    """Agree to the table: a job imports it. With `only_good` the lines that have problems are left out.

    Raises `Refused` when it has problems and the user did not choose to leave them out.
    """
    _require(actor, sheet)
    with transaction.atomic():
        locked = locked_row(sheet)
        if locked.state in (SheetState.APPLYING, SheetState.APPLIED):
            return locked
        if locked.state == SheetState.DROPPED or locked.is_forgotten:
            raise Refused(_("这份表格已经放弃，或者过了 7 天。请重新上传。"), code="gone")
        if not locked.good:
            raise Refused(_("没有可以导入的行。请改好表格，再上传。"), code="nothing_good")
        if locked.counts.get("wrong") and not only_good:
            raise Refused(
                _("有 %(n)d 行要改。改好表格再上传，或者勾选只导入没有问题的行。")
                % {"n": locked.counts["wrong"]},
                code="has_problems",
            )
        locked.state, locked.only_good, locked.done = SheetState.APPLYING, only_good, 0
        locked.trouble, locked.moved_on, locked.actor = "", [], _kept_actor(actor)
        locked.save(update_fields=["state", "only_good", "done", "trouble", "moved_on", "actor"])
        facts.tell(SheetAgreed(locked.region_id, locked.week_id, locked.pk))
    return locked


def drop_sheet(actor: Actor, sheet: Sheet) -> Sheet:
    """Give the table up and forget its lines; one that is being imported is stopped instead and stays."""
    _require(actor, sheet)
    with transaction.atomic():
        locked = locked_row(sheet)
        if locked.state == SheetState.APPLYING:
            locked.state, locked.total = SheetState.READ, locked.judged
            locked.save(update_fields=["state", "total"])
        elif locked.state in (SheetState.READ, SheetState.FAILED):
            locked.state, locked.lines, locked.verdicts = SheetState.DROPPED, "", ""
            locked.save(update_fields=["state", "lines", "verdicts"])
    return locked


def _require(actor: Actor, sheet: Sheet) -> SheetKind:
    about = kind_of(sheet.kind)
    if sheet.week_id != actor.week_id:
        raise OutOfSight(sheet.code)
    access.require(actor, about.permission, _where(sheet))
    return about


def _where(sheet: Sheet) -> Week | Region:
    if sheet.week_id is None:
        return sheet.region
    return Week.objects.select_related("region").get(pk=sheet.week_id)


def work_through(sheet: Sheet) -> Sheet:
    """Import the table that was agreed to: judge again, then save all lines in one transaction, or none.

    Call inside the sheet's scope. Safe to repeat: what has become of it decides whether there is anything to do.
    """
    if sheet.state != SheetState.APPLYING:
        return sheet
    about, actor = kind_of(sheet.kind), actor_of(sheet)
    week = Week.objects.select_related("region").get(pk=sheet.week_id) if sheet.week_id else None
    shown = {verdict.number: verdict for verdict in sheet.read_verdicts()}
    lines = sheet.read_lines()
    if sheet.only_good:
        lines = [line for line in lines if shown[line.number].outcome != "wrong"]
    with suppress(Stopped):
        try:
            _tick(sheet, 0, len(lines))
            verdicts = about.judge(actor, week, lines, lambda done, total: _tick(sheet, done, total))
            moved_on = [one.number for one in verdicts if _has_moved_on(shown[one.number], one)]
            if moved_on:
                return _fail(sheet, moved_on=moved_on, verdicts=[*_left_out(shown, lines), *verdicts])
            return _save(sheet, about, actor, week, lines)
        except (Refused, OutOfSight) as refusal:
            words = str(refusal) if isinstance(refusal, Refused) else _("这件事已经不归您办。")
            return _fail(sheet, trouble=words)
    return sheet


def _save(sheet: Sheet, about: SheetKind, actor: Actor, week: Week | None, lines: Sequence[Line]) -> Sheet:
    with transaction.atomic():
        locked = locked_row(sheet)
        if locked.state != SheetState.APPLYING:
            return locked
        saved = about.save(actor, week, lines, _no_tick)
        left_out = locked.counts.get("wrong", 0) if locked.only_good else 0
        locked.counts = {**asdict(saved), "wrong": left_out}
        locked.state, locked.applied_at = SheetState.APPLIED, clock.now()
        locked.done = locked.total = len(lines)
        locked.lines = locked.verdicts = ""
        locked.save(update_fields=["counts", "state", "applied_at", "done", "total", "lines", "verdicts"])
        if saved.new or saved.changed:
            append(actor, "import_sheet", locked, changes={"lines": (None, _summary(saved))})
    return locked


def _summary(saved: Saved) -> list[int]:
    return [saved.new, saved.changed, saved.same]


def _tick(sheet: Sheet, done: int, total: int) -> None:
    """A word of progress, in a write of its own; notices when the user has stopped the work."""
    if done % TICK_EVERY and done != total:
        return
    here = Sheet.objects.filter(pk=sheet.pk, state=SheetState.APPLYING)
    if not here.update(done=done, total=total):
        raise Stopped


def _fail(
    sheet: Sheet,
    *,
    trouble: str = "",
    moved_on: Sequence[int] = (),
    verdicts: Sequence[Verdict] = (),
) -> Sheet:
    with transaction.atomic():
        locked = locked_row(sheet)
        if locked.state != SheetState.APPLYING:  # the user has stopped it, or another worker was quicker
            return locked
        locked.state, locked.trouble, locked.moved_on = SheetState.FAILED, trouble[:500], list(moved_on)
        if verdicts:
            locked.keep_verdicts(sorted(verdicts, key=lambda one: one.number))
        locked.total = locked.judged
        locked.save(update_fields=["state", "trouble", "moved_on", "verdicts", "counts", "total"])
    return locked


def give_up(sheet: Sheet) -> Sheet:
    """Say on the page that the work broke off; the error itself is in the installation's log."""
    return _fail(sheet, trouble=_("系统出了点问题。请再试一次；还不行，请告诉管理员。"))


def _left_out(shown: Mapping[int, Verdict], lines: Sequence[Line]) -> list[Verdict]:
    taken = {line.number for line in lines}
    return [verdict for number, verdict in shown.items() if number not in taken]


def _has_moved_on(before: Verdict, now: Verdict) -> bool:
    """Whether the line would do something else than the user agreed to; doing nothing any more is harmless."""
    if now.outcome == "same":
        return False
    return (before.outcome, before.changes) != (now.outcome, now.changes)


def _kept_actor(actor: Actor) -> dict[str, Any]:
    return {
        "person_id": actor.person_id,
        "name": actor.name,
        "roles": sorted(actor.roles),
        "unit_roles": {str(unit): sorted(held) for unit, held in actor.unit_roles.items()},
        "via": actor.via,
        "link_id": actor.link_id,
    }


def actor_of(sheet: Sheet) -> Actor:
    """Who agreed, with the roles that they had then."""
    kept = sheet.actor
    held = {int(unit): frozenset(roles) for unit, roles in kept["unit_roles"].items()}
    return Actor(
        person_id=kept["person_id"],
        name=kept["name"],
        region_id=sheet.region_id,
        week_id=sheet.week_id,
        roles=frozenset(kept["roles"]),
        unit_roles=MappingProxyType(held),
        via=kept["via"],
        link_id=kept["link_id"],
    )


def forget_old_sheets() -> int:
    """Empty what tables of more than a week ago said of people. Safe to repeat; returns how many."""
    before = clock.now() - timedelta(days=LINES_KEPT)
    old = Sheet.objects.over_the_wall("sheets.forget_old_sheets").filter(created_at__lt=before)
    nothing: dict[str, Any] = {"lines": "", "verdicts": "", "created_by": "", "actor": {}, "trouble": ""}
    return old.exclude(**nothing).exclude(state=SheetState.APPLYING).update(**nothing)
