"""Reminding the units that have not answered: drafts in the outbox, which the office looks at and sends."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.ceremonies.models import Ceremony, Slip
from sciweek.ceremonies.queries import open_slips
from sciweek.committee.addresses import site_address
from sciweek.look.dates import moment_words
from sciweek.post.actions import Written, filled_sheet, withdraw_messages, write_messages
from sciweek.post.events import SendingMessage
from sciweek.post.queries import best_recipients, common_values, contact_line, reminders_about, wording_of
from sciweek.post.states import HELD, Occasion

Address = Callable[[Slip], str]


def remind_units(actor: Actor, ceremony: Ceremony, *, address: Address | None = None) -> Written:
    """Write a reminder to every unit that has not answered; once a day each. They wait for the office's click."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    slips = list(open_slips(ceremony))
    if not slips or ceremony.is_off:
        return Written()
    now = clock.now()
    occasion = Occasion.AFTER if ceremony.is_late(now) else Occasion.BEFORE
    text, contact, day = wording_of(occasion), contact_line(), clock.local_day(now, ceremony.week.zone)
    by_unit = {slip.unit_id: slip for slip in slips}
    sheets = []
    for channel, to in best_recipients([slip.unit for slip in slips]):
        if to.unit is None:
            continue
        slip = by_unit[to.unit.pk]
        gaps = common_values(ceremony.week, slip.unit, contact) | _words(
            ceremony, now, (address or _desk_address)(slip)
        )
        key = f"slip:{slip.uid}:{day}:{to.key}"
        sheets.append(filled_sheet(channel, to, text, gaps, once_key=key, about_uid=slip.uid))
    return write_messages(actor, ceremony.week, sheets, occasion=occasion)


def _desk_address(slip: Slip) -> str:
    return site_address("ceremonies:slip", week_slug=slip.ceremony.week.slug, code=slip.code)


def _words(ceremony: Ceremony, now: datetime, link: str) -> dict[str, str]:
    """What the gaps of a reminder stand for."""
    week = ceremony.week
    left = (clock.local_day(ceremony.reply_by, week.zone) - clock.local_day(now, week.zone)).days
    if ceremony.is_late(now):
        days = max(1, -left)
        rest = ngettext("过了 %(n)d 天", "过了 %(n)d 天", days) % {"n": days}
    elif left == 0:
        rest = _("就是今天")
    else:
        rest = ngettext("还有 %(n)d 天", "还有 %(n)d 天", left) % {"n": left}
    return {
        "事项": _("%(ceremony)s参会回执") % {"ceremony": ceremony},
        "期限": moment_words(ceremony.reply_by, week.zone),
        "剩余": rest,
        "报给": week.office_name or _("组委会办公室"),
        "链接": link,
    }


def drop_reminders(actor: Actor, slip: Slip) -> int:
    """Withdraw what still waits to be said about the slip."""
    waiting = reminders_about([slip.uid]).filter(state__in=HELD)
    return withdraw_messages(actor, waiting, why=_("回执已经报了。"))


def slip_objection(gate: SendingMessage) -> list[str]:
    """A reminder is no longer needed once the unit has answered."""
    if gate.week_id is None or gate.occasion not in (Occasion.BEFORE, Occasion.AFTER):
        return []
    answered = Slip.objects.filter(uid=gate.about_uid, replied_at__isnull=False).exists()
    return [_("回执已经报了。")] if answered else []
