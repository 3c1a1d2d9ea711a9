"""Messages that write themselves by the thousand: queued at once, and emptied with what they were about."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from sciweek.base import clock, facts
from sciweek.base.text import clean
from sciweek.post.actions.writing import Sheet, checked_row
from sciweek.post.channels import channel as channel_of
from sciweek.post.events import MessagesQueued
from sciweek.post.models import Attempt, Message
from sciweek.post.queries import quiet_end
from sciweek.post.states import HELD, MessageState
from sciweek.week.models import Week


def queue_messages(
    week: Week, sheets: Sequence[Sheet], *, occasion: str, urgent_why: str = ""
) -> dict[str, UUID]:
    """Let them go, in a flat number of queries; every sheet has a key. Returns each key's message, new or known.

    Without lines in the log, which holds what people decided. In quiet hours they wait, unless `urgent_why` says why
    not. Raises `Refused` for an address or a text that the channel cannot carry.
    """
    now, region = clock.now(), week.region
    why = clean(urgent_why)[:200]
    later = None if why else quiet_end(region, now)
    rows = []
    for sheet in sheets:
        row = checked_row(region, week, sheet, occasion)
        row.state, row.urgent_why = MessageState.QUEUED, why
        row.next_try_at = later if later and channel_of(sheet.channel).keeps_quiet else now
        rows.append(row)
    with transaction.atomic():
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        mine = {row.uid for row in rows if row.next_try_at == now}
        found = Message.objects.filter(once_key__in=[row.once_key for row in rows])
        names = list(found.order_by("pk").values_list("pk", "uid", "once_key"))
        ready = [pk for pk, uid, _key in names if uid in mine]
        if ready:
            facts.tell(MessagesQueued(region.pk, ready))
    return {key: uid for _pk, uid, key in names}


def empty_messages(uids: Iterable[UUID]) -> int:
    """Take out whom they went to and what they said, because what they were about is erased; what has not gone stays
    here for good. Returns how many that were."""
    found = Message.objects.filter(uid__in=list(uids))
    # A gateway's answer may repeat the number.
    Attempt.objects.filter(message__in=found.values("pk")).exclude(answer="").update(answer="")
    found.filter(state__in=HELD).update(
        state=MessageState.WITHDRAWN, settled_at=clock.now(), next_try_at=None
    )
    return found.update(address="", address_shown="", body="", to_name="", trouble="", person=None)
