"""Reminding the units that bought a service of what is overdue, and the office of what no unit bought.

One message for a unit and a day, about the unit, says all that is overdue there. A drafted one is withdrawn once
nothing is any more, and the gate asks once more at the moment of sending.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.committee.addresses import site_address
from sciweek.committee.models import Unit
from sciweek.logbook.actions import append_many
from sciweek.look.dates import day_words
from sciweek.look.phrases import headed
from sciweek.post.actions import Sheet, Written, withdraw_messages, write_messages
from sciweek.post.events import SendingMessage
from sciweek.post.logic.steps import step_of
from sciweek.post.queries import best_recipients, contact_line, office_recipients
from sciweek.post.states import HELD, Occasion
from sciweek.promotion.models import Deliverable
from sciweek.promotion.queries import about_uid, overdue, overdue_at, reminders_to
from sciweek.venues.models import living
from sciweek.week.models import Week

LONGEST_SUBJECT = 150
MOST_LINES = 20
Address = Callable[..., str]


def remind_buyers(actor: Actor, week: Week, *, address: Address = site_address) -> Written:
    """Write to every unit at which something is overdue, and to the office itself about what no unit bought, at an
    office's click; once a day. They wait in the outbox."""
    access.require(actor, "promotion.remind_buyers", week)
    return _write(actor, week, overdue(clock.today(week.zone)), address=address)


def write_reminders(actor: Actor, week: Week, *, days_after: Sequence[int], send: bool) -> Written:
    """Write what the edition's rule asks for today, so many days after a due date. Safe to repeat."""
    access.require(actor, "promotion.remind_buyers", week)
    today = clock.today(week.zone)
    late = list(overdue(today))
    asked = {living(row.service.unit) for row in late if _is_its_turn(row, today, days_after, week.zone)}
    return _write(actor, week, [row for row in late if living(row.service.unit) in asked], send=send)


def _is_its_turn(row: Deliverable, today: date, days_after: Sequence[int], zone: str) -> bool:
    step = step_of(row.due_on, today, (), days_after, is_late=True)
    if step is None:
        return False
    since = (clock.local_day(row.reminded_at, zone) - row.due_on).days if row.reminded_at is not None else 0
    return since < step.days


def _write(
    actor: Actor,
    week: Week,
    rows: Iterable[Deliverable],
    *,
    send: bool = False,
    address: Address = site_address,
) -> Written:
    by_unit: dict[Unit | None, list[Deliverable]] = defaultdict(list)
    for row in rows:
        by_unit[living(row.service.unit)].append(row)
    if not by_unit:
        return Written()
    now, contact = clock.now(), contact_line()
    today = clock.local_day(now, week.zone)
    ways = best_recipients(unit for unit in by_unit if unit is not None)
    if None in by_unit:
        ways += office_recipients(week)
    sheets = []
    for channel, to in ways:
        subject, body = _text(week, to.unit, by_unit[to.unit], today, contact, address)
        about = about_uid(to.unit, week)
        key = f"promotion:{week.uid}:{about}:{today}:{to.key}"
        sheets.append(Sheet(channel, to, subject[:LONGEST_SUBJECT], body, key, about))
    with transaction.atomic():
        written = write_messages(actor, week, sheets, occasion=Occasion.AFTER, send=send)
        reached = {message.about_uid for message in written.new}
        told = list(
            chain.from_iterable(owed for unit, owed in by_unit.items() if about_uid(unit, week) in reached)
        )
        # Not a change of what was agreed: neither its version nor what an acceptance saw moves.
        Deliverable.objects.filter(pk__in=[row.pk for row in told]).update(reminded_at=now)
        append_many(actor, "remind_buyer", ((row, {}) for row in told))
    return written


def _text(
    week: Week, unit: Unit | None, rows: Sequence[Deliverable], today: date, contact: str, address: Address
) -> tuple[str, str]:
    first, count = rows[0], len(rows)
    if count == 1:
        subject = _("宣传服务还没有交付：%(what)s") % {"what": first.what}
        link = address("promotion:deliverable", week_slug=week.slug, code=first.code)
    else:
        words = ngettext("宣传服务有 %(n)d 项还没有交付", "宣传服务有 %(n)d 项还没有交付", count)
        subject = words % {"n": count}
        link = address("promotion:list", week_slug=week.slug)
    lines = [
        headed(unit.name if unit else week.office_name, ""),
        _("下面的宣传服务过了期限，还没有记下交付："),
    ]
    lines += [f"{number}. {_line(row, today)}" for number, row in enumerate(rows[:MOST_LINES], 1)]
    if count > MOST_LINES:
        lines.append(_("另有 %(n)d 项。") % {"n": count - MOST_LINES})
    lines.append(headed(_("请向承接单位催交；已经交付的，在这里记下"), link))
    if unit is None:
        lines.append(_("没有写采购单位，所以提醒办公室；写上以后，提醒的就是那个单位。"))
    else:
        lines += [contact, week.office_name]
    return subject, "\n".join(filter(None, lines))


def _line(row: Deliverable, today: date) -> str:
    days = (today - row.due_on).days
    words = {
        "what": row.what,
        "contractor": row.service.contractor,
        "day": day_words(row.due_on),
        "late": ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", days) % {"n": days},
    }
    return _("%(what)s（%(contractor)s），期限%(day)s，%(late)s") % words


def drop_reminders(actor: Actor, week: Week, unit_id: int | None) -> int:
    """Withdraw what waits to be said to the unit (None: to the office) once nothing is overdue there.

    Returns how many messages.
    """
    unit = None
    if unit_id is not None:
        unit = living(Unit.objects.select_related("merged_into").get(pk=unit_id))
    if overdue_at(unit, clock.today(week.zone)).exists():
        return 0
    return withdraw_messages(actor, reminders_to(unit, week).filter(state__in=HELD), why=_nothing_owed())


def overdue_objection(gate: SendingMessage) -> list[str]:
    """A reminder is no longer needed once nothing is overdue at the unit, or of what no unit bought."""
    if gate.week_id is None or gate.occasion != Occasion.AFTER:
        return []
    week = Week.objects.get(pk=gate.week_id)
    unit = Unit.objects.filter(uid=gate.about_uid).first()
    if unit is None and gate.about_uid != str(week.uid):
        return []
    return [] if overdue_at(unit, clock.today(week.zone)).exists() else [_nothing_owed()]


def _nothing_owed() -> str:
    return _("已经交付了，或者不再要求。")
