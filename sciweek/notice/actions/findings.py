"""What the office says of each finding. Every word is saved at once and can be taken back once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Refused
from sciweek.logbook.actions import append, locked_row, once
from sciweek.notice.logic.sheet import merged
from sciweek.notice.logic.values import FIELDS, Value, check_value
from sciweek.notice.models import Finding, Notice
from sciweek.notice.states import VERDICT_MOVES, NoticeState, Verdict


def accept_finding(actor: Actor, finding: Finding, *, seen_version: int | None = None) -> Finding:
    """Take the finding as it was read; a corrected one goes back to what was read."""
    value = finding.value if finding.is_by_hand else finding.read_value
    return _say(actor, finding, _taken(finding, value), value, "accept_finding", seen_version)


def correct_finding(
    actor: Actor, finding: Finding, *, boxes: Mapping[str, Any], seen_version: int | None = None
) -> Finding:
    """Take the finding with another value (`boxes`: part → text). What was read stays beside it."""
    access.require(actor, "notice.run_notices", finding)
    value = check_value(finding.field, boxes)
    return _say(actor, finding, _taken(finding, value), value, "correct_finding", seen_version)


def reject_finding(actor: Actor, finding: Finding, *, seen_version: int | None = None) -> Finding:
    """Leave the finding out of the week."""
    return _say(actor, finding, Verdict.REJECTED, finding.value, "reject_finding", seen_version)


def undo_verdict(actor: Actor, finding: Finding) -> Finding:
    """Take back the last word on a finding, once. One that was added by hand and never changed is rejected."""
    access.require(actor, "notice.run_notices", finding)
    with transaction.atomic():
        locked = _open_row(finding)
        if locked.previous is not None:
            verdict, value = locked.previous["verdict"], locked.previous["value"]
        elif locked.verdict == Verdict.ADDED:
            verdict, value = Verdict.REJECTED, locked.value
        else:
            raise Refused(_("这一条没有可以撤回的改动。"), code="nothing_to_undo")
        _write(actor, locked, verdict, value, "undo_verdict", previous=None)
    return locked


def accept_rest(actor: Actor, notice: Notice) -> list[Finding]:
    """Accept all that is open and not doubtful; what is doubtful stays for a person's eye. Returns what changed."""
    access.require(actor, "notice.run_notices", notice)
    with transaction.atomic():
        _check_open(locked_row(notice))
        rows = list(notice.findings.select_for_update().filter(verdict=Verdict.OPEN, doubt=""))
        for row in rows:
            row.previous = {"verdict": row.verdict, "value": row.value}
            row.verdict = Verdict.ACCEPTED
            row.version += 1
        Finding.objects.bulk_update(rows, ["verdict", "previous", "version"], batch_size=200)
        if rows:
            append(actor, "accept_rest", notice, changes={"accepted": (0, len(rows))})
    return rows


def reopen_findings(actor: Actor, notice: Notice, findings: Iterable[int]) -> int:
    """Take back a whole `accept_rest`: those of the ids that are still as it left them. Returns how many."""
    access.require(actor, "notice.run_notices", notice)
    with transaction.atomic():
        _check_open(locked_row(notice))
        rows = [
            row
            for row in notice.findings.select_for_update().filter(
                pk__in=list(findings), verdict=Verdict.ACCEPTED
            )
            if row.previous is not None and row.previous["verdict"] == Verdict.OPEN
        ]
        for row in rows:
            row.verdict, row.previous, row.version = Verdict.OPEN, None, row.version + 1
        Finding.objects.bulk_update(rows, ["verdict", "previous", "version"], batch_size=200)
        if rows:
            append(actor, "reopen_findings", notice, changes={"accepted": (len(rows), 0)})
    return len(rows)


@once
def add_finding(
    actor: Actor,
    notice: Notice,
    *,
    field: str,
    boxes: Mapping[str, Any],
    evidence: Sequence[Sequence[int]] = (),
) -> Finding:
    """Add what the reader missed. `evidence`: the ranges of the text that the office selected, if any."""
    access.require(actor, "notice.run_notices", notice)
    kind = FIELDS.get(field)
    if kind is None:
        raise Refused(fields={"field": _("请选补写的是哪一项。")})
    value = check_value(field, boxes)
    with transaction.atomic():
        _check_open(locked_row(notice))
        if (
            not kind.is_list
            and notice.findings.filter(field=field).exclude(verdict=Verdict.REJECTED).exists()
        ):
            raise Refused(
                fields={"field": _("“%(what)s”已经有一条。请在那一条上修改。") % {"what": kind.label}},
                code="taken",
            )
        last = notice.findings.aggregate(last=Max("position"))["last"] or 0
        finding = Finding.objects.create(
            region_id=notice.region_id,
            notice=notice,
            position=last + 1,
            field=field,
            value=value,
            evidence=_inside(evidence, notice.text),
            verdict=Verdict.ADDED,
        )
        append(actor, "add_finding", finding)
    return finding


def remember_place(actor: Actor, notice: Notice, finding_id: int | None) -> None:
    """Note which finding is looked at, so that coming back opens there. No log: nothing was decided."""
    access.require(actor, "notice.see_notices", notice)
    if finding_id is not None and not notice.findings.filter(pk=finding_id).exists():
        return
    Notice.objects.filter(pk=notice.pk).update(selected=finding_id)


def _taken(finding: Finding, value: Value | None) -> Verdict:
    if finding.is_by_hand:
        return Verdict.ADDED
    return Verdict.ACCEPTED if value == finding.read_value else Verdict.CORRECTED


def _inside(evidence: Sequence[Sequence[int]], text: str) -> list[list[int]]:
    spans = [(max(0, int(span[0])), min(len(text), int(span[1]))) for span in evidence if len(span) == 2]
    return merged([span for span in spans if span[0] < span[1]], text)


def _check_open(notice: Notice) -> None:
    if notice.state == NoticeState.USED:
        raise Refused(_("已经按这份通知生成活动周。要改内容，请到活动周里改。"), code="used")
    if notice.state != NoticeState.REVIEW:
        raise Refused(_("这份通知现在不在核对中。请刷新页面看看。"), code="not_in_review")


def _open_row(finding: Finding) -> Finding:
    """Both rows locked, the notice first: every writer takes them in this order."""
    _check_open(locked_row(finding.notice))
    return locked_row(finding)


def _say(
    actor: Actor, finding: Finding, to: Verdict, value: Value | None, verb: str, seen_version: int | None
) -> Finding:
    access.require(actor, "notice.run_notices", finding)
    with transaction.atomic():
        locked = _open_row(finding)
        if (locked.verdict, locked.value) == (to, value):
            return locked  # pressed twice, or said by somebody else already
        if seen_version is not None and locked.version != seen_version:
            raise Conflict(
                _("您打开之后，别人改过这一条。请对照两边，再定一次。"),
                mine={"value": value, "verdict": str(to)},
                theirs={"value": locked.value, "verdict": locked.verdict},
            )
        if (locked.verdict, to) not in VERDICT_MOVES:
            raise Refused(_("现在的状态不能这样做。请刷新页面看看最新情况。"), code="no_such_move")
        previous = {"verdict": locked.verdict, "value": locked.value}
        _write(actor, locked, to, value, verb, previous=previous)
    return locked


def _write(
    actor: Actor, locked: Finding, to: str, value: Value | None, verb: str, *, previous: dict[str, Any] | None
) -> None:
    # Values stay out of the log: a contact's name and phone are among them, and the finding keeps both versions.
    changes: dict[str, tuple[Any, Any]] = {"verdict": (locked.verdict, str(to))}
    if value != locked.value:
        changes["value"] = ("…", "…")
    locked.verdict, locked.value, locked.previous = Verdict(to), value, previous
    locked.version += 1
    locked.save(update_fields=["verdict", "value", "previous", "version"])
    append(actor, verb, locked, changes=changes)
