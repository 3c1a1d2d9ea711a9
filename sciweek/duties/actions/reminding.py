"""Reminders of what units owe: written before and after the due date, sent by a click or by rule.

A reminder names its step and its due date in its key, so that the hourly round writes nothing twice, and a date that is
moved reminds anew. Whoever has handed in meanwhile gets none: what waits is withdrawn, and the gate asks once more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.facts import tell
from sciweek.committee.addresses import site_address
from sciweek.duties.events import ReminderRoundMade
from sciweek.duties.logic import FARTHEST, MOST_TIMES
from sciweek.duties.models import Duty, HandIn, ReminderRule
from sciweek.duties.queries import rule_of
from sciweek.duties.states import OWED, HandInState
from sciweek.logbook.actions import append, save_changes
from sciweek.look.dates import day_words, moment_words
from sciweek.post.actions import Written, filled_sheet, withdraw_messages, write_messages
from sciweek.post.events import SendingMessage
from sciweek.post.logic.steps import Step, step_of
from sciweek.post.queries import (
    Recipient,
    best_recipients,
    common_values,
    contact_line,
    reminders_about,
    wording_of,
)
from sciweek.post.states import HELD, Occasion
from sciweek.week.models import Week

BATCH = 200  # units
OCCASIONS = {"before": Occasion.BEFORE, "after": Occasion.AFTER}
Address = Callable[[HandIn], str]


def set_reminder_rule(
    actor: Actor,
    week: Week,
    *,
    days_before: Sequence[int],
    days_after: Sequence[int],
    sends_itself: bool,
    is_active: bool = True,
    seen_version: int | None = None,
) -> ReminderRule:
    """Say when units are reminded, in days before and after a due date, and whether without a click."""
    access.require(actor, "duties.run_duties", week)
    problems = {}
    for name, days in (("days_before", days_before), ("days_after", days_after)):
        if len(days) > MOST_TIMES or any(not 0 <= day <= FARTHEST for day in days):
            problems[name] = _("最多写 %(most)d 个天数，每个不超过 %(days)d 天。") % {
                "most": MOST_TIMES,
                "days": FARTHEST,
            }
    if 0 in days_after and "days_after" not in problems:
        problems["days_after"] = _("过期后至少隔一天再提醒。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    values: dict[str, Any] = {
        "days_before": sorted(set(days_before), reverse=True),
        "days_after": sorted(set(days_after)),
        "sends_itself": sends_itself,
        "is_active": is_active,
    }
    with transaction.atomic():
        rule, is_new = ReminderRule.objects.get_or_create(week=week, defaults=values)
        if not is_new:
            return save_changes(actor, rule, verb="set_reminder_rule", seen_version=seen_version, **values)
        defaults = ReminderRule(week=week)
        changes = {name: (getattr(defaults, name), value) for name, value in values.items()}
        append(actor, "set_reminder_rule", rule, changes=changes)
    return rule


def write_reminders(actor: Actor, week: Week) -> Written:
    """Write what is to be said today by the edition's rule. Safe to repeat; sends what the rule lets go by itself."""
    rule = rule_of(week)
    if not rule.is_active:
        return Written()
    now = clock.now()
    today = clock.local_day(now, week.zone)
    steps: dict[int, Step] = {}
    for duty in Duty.objects.select_related("week"):
        if duty.opens_on is not None and duty.opens_on > today:
            continue
        step = step_of(duty.due_on, today, rule.days_before, rule.days_after, is_late=now >= duty.due_at)
        if step is not None:
            steps[duty.pk] = step
    owed = list(HandIn.objects.filter(duty_id__in=steps, state__in=OWED).select_related("duty__week", "unit"))
    written = Written()
    for side, occasion in OCCASIONS.items():
        rows = [row for row in owed if steps[row.duty_id].side == side]
        keys = {row.pk: f"{side}{steps[row.duty_id].days}" for row in rows}
        made = _write(actor, week, rows, keys, occasion, send=rule.sends_itself)
        written.new.extend(made.new)
        written.known.extend(made.known)
    tell(ReminderRoundMade(week.pk, list(rule.days_after), rule.sends_itself))
    return written


def remind(actor: Actor, duty: Duty, *, address: Address | None = None) -> Written:
    """Write reminders to all units that still owe this duty, at an office's click; once a day."""
    access.require(actor, "duties.run_duties", duty)
    now = clock.now()
    owed = list(duty.hand_ins.filter(state__in=OWED).select_related("duty__week", "unit"))
    occasion = Occasion.AFTER if now >= duty.due_at else Occasion.BEFORE
    day = clock.local_day(now, duty.week.zone)
    return _write(actor, duty.week, owed, {row.pk: f"asked{day}" for row in owed}, occasion, address=address)


def _write(
    actor: Actor,
    week: Week,
    owed: Sequence[HandIn],
    keys: dict[int, str],
    occasion: str,
    *,
    send: bool = False,
    address: Address | None = None,
) -> Written:
    if not owed:
        return Written()
    text, contact, now = wording_of(occasion), contact_line(), clock.now()
    ways: dict[int, list[tuple[str, Recipient]]] = defaultdict(list)
    for channel, to in best_recipients({row.unit_id: row.unit for row in owed}.values()):
        ways[to.unit.pk if to.unit else 0].append((channel, to))
    written = Written()
    # Each batch is a transaction of its own: nobody else can write meanwhile on SQLite.
    for some in batched(owed, BATCH):
        sheets = []
        for row in some:
            gaps = common_values(week, row.unit, contact) | due_words(row, now, address or desk_address)
            for channel, to in ways[row.unit_id]:
                key = f"remind:{row.uid}:{keys[row.pk]}:{row.duty.due_on}:{to.key}"
                sheets.append(filled_sheet(channel, to, text, gaps, once_key=key, about_uid=row.uid))
        made = write_messages(actor, week, sheets, occasion=occasion, send=send)
        written.new.extend(made.new)
        written.known.extend(made.known)
    return written


def desk_address(owed: HandIn) -> str:
    """Where the unit hands in, as a full address where the installation knows its own."""
    return site_address("duties:hand_in", week_slug=owed.duty.week.slug, code=owed.code)


def due_words(owed: HandIn, now: datetime, address: Address) -> dict[str, str]:
    """What the gaps of a reminder stand for."""
    duty = owed.duty
    left = (duty.due_on - clock.local_day(now, duty.week.zone)).days
    if now >= duty.due_at:
        days = max(1, -left)
        rest = ngettext("过了 %(n)d 天", "过了 %(n)d 天", days) % {"n": days}
    elif left == 0:
        rest = _("就是今天")
    else:
        rest = ngettext("还有 %(n)d 天", "还有 %(n)d 天", left) % {"n": left}
    due = day_words(duty.due_on) if duty.due_time is None else moment_words(duty.due_at, duty.week.zone)
    return {
        "事项": duty.what,
        "期限": due,
        "剩余": rest,
        "报给": duty.receiver or duty.week.office_name or _("组委会办公室"),
        "链接": address(owed),
    }


def tell_of_return(actor: Actor, owed: HandIn) -> Written:
    """Tell the unit that its papers came back, and why. The return was a person's click: it goes out by itself."""
    if owed.state != HandInState.RETURNED:
        return Written()
    text = wording_of(Occasion.RETURNED)
    gaps = common_values(owed.duty.week, owed.unit, contact_line()) | {
        "活动": str(owed.duty),
        "原因": owed.office_note,
        "链接": desk_address(owed),
    }
    sheets = [
        filled_sheet(
            channel,
            to,
            text,
            gaps,
            once_key=f"returned:{owed.uid}:{owed.version}:{to.key}",
            about_uid=owed.uid,
        )
        for channel, to in best_recipients([owed.unit])
    ]
    return write_messages(actor, owed.duty.week, sheets, occasion=Occasion.RETURNED, send=True)


def drop_reminders(actor: Actor, owed: Iterable[HandIn]) -> int:
    """Withdraw what still waits to be said about these; returns how many messages."""
    waiting = reminders_about([row.uid for row in owed]).filter(state__in=HELD)
    return withdraw_messages(actor, waiting, why=_("已经交了，或者不用交。"))


def objection(gate: SendingMessage) -> list[str]:
    """A reminder is no longer needed once the unit has handed in; news of a return, once it was handed in again."""
    wanted = {Occasion.BEFORE: OWED, Occasion.AFTER: OWED, Occasion.RETURNED: (HandInState.RETURNED,)}
    if gate.week_id is None or gate.occasion not in wanted:
        return []
    state = HandIn.objects.filter(uid=gate.about_uid).values_list("state", flat=True).first()
    if state is None or state in wanted[Occasion(gate.occasion)]:
        return []
    return [_("已经交了，或者不用交。")]
