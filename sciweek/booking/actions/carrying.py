"""From news to what goes out: the rows of bookings are the outbox, and a job carries them on in small batches."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.booking.actions.telling import PAGE_IS_ENOUGH, Told, way_to, write_tellings
from sciweek.booking.logic.languages import speaking
from sciweek.booking.logic.links import link_key
from sciweek.booking.logic.wording import Spoken, news_text, with_link
from sciweek.booking.models import Booking, Telling
from sciweek.booking.queries.spoken import JOINED, spoken_of
from sciweek.booking.states import ENDED, HOLDING, BookingState, News, Way
from sciweek.committee.addresses import site_address
from sciweek.look.dates import moment_words
from sciweek.post.actions import Sheet, queue_messages
from sciweek.post.channels import channel
from sciweek.post.events import SendingMessage
from sciweek.post.models import Message
from sciweek.post.queries import Recipient
from sciweek.post.states import SETTLED, STUCK, ChannelKind, MessageState, Occasion
from sciweek.week.models import Week

BATCH = 200
# What is of no use to somebody whose booking has ended.
WHILE_LIVE = (News.CONFIRMED, News.WAITING, News.OFFERED, News.CHANGED, News.MOVED, News.PLACED)


def weeks_concerned() -> list[tuple[int, int]]:
    """(region, week) of editions in which somebody is to be told something, or in which an SMS is on its way."""
    news = Booking.objects.over_the_wall("booking.carry_news").exclude(news="")
    on_way = Telling.objects.over_the_wall("booking.carry_news").filter(way=Way.SMS, done_at__isnull=True)
    found: set[tuple[int, int]] = set()
    for rows in (news, on_way):
        found |= set(rows.order_by().values_list("week__region_id", "week_id").distinct())
    return sorted(found)


def carry_news(week: Week) -> None:
    """Everything that waits in the edition, batch by batch. Safe to repeat, and for two at a time."""
    while _write_news(week):
        pass
    while send_tellings(week):
        pass
    settle_tellings()


def _write_news(week: Week) -> int:
    """Turn a batch of news into tellings; returns how many bookings that were."""
    now = clock.now()
    with transaction.atomic():
        waiting = Booking.objects.exclude(news="").select_for_update(of=("self",)).order_by("pk")
        rows = list(waiting.select_related("contact", *(f"pool__{name}" for name in JOINED))[:BATCH])
        spoken = spoken_of({row.pool_id: row.pool for row in rows}.values())
        told = [_told(row, spoken[row.pool_id], week.zone, now) for row in rows if row.pool_id in spoken]
        write_tellings(told)
        Booking.objects.filter(pk__in=[row.pk for row in rows]).update(news="")
    return len(rows)


def _told(row: Booking, spoken: Spoken, zone: str, now: datetime) -> Told:
    with speaking(row.language):
        until = ""
        if row.state == BookingState.OFFERED and row.offered_until is not None:
            until = moment_words(row.offered_until, zone)
        text = news_text(
            row.news,
            spoken,
            people=row.party.people,
            code=row.code,
            reason=row.reason,
            until=until,
            is_held=row.state in HOLDING,
            was_queued=row.was_queued,
        )
    # The version moves with every change of state, so that each of them is told once.
    return Told(row, row.news, text, f"{row.news}:{row.version}", is_late=spoken.ends_at <= now)


def send_tellings(week: Week) -> int:
    """Hand a batch over to the post; without a gateway any more they go on the call list. Returns how many."""
    with transaction.atomic():
        unsent = Telling.objects.filter(way=Way.SMS, message_uid__isnull=True, done_at__isnull=True)
        locked = unsent.select_for_update(of=("self",)).select_related("booking__contact").order_by("pk")
        rows = list(locked[:BATCH])
        has_sms = channel(ChannelKind.SMS).is_ready()
        going = []
        for row in rows:
            row.way = way_to(row.booking.contact, row.news, has_sms=has_sms)
            if row.way == Way.SMS:
                going.append(row)
        keys: dict[str, UUID] = {}
        for urgent in (True, False):
            some = [_sheet(row) for row in going if row.is_urgent == urgent]
            if some:
                why = _("马上要开始的场次有变") if urgent else ""
                keys |= queue_messages(week, some, occasion=Occasion.BOOKING, urgent_why=why)
        for row in going:
            row.message_uid = keys[_key(row)]
        Telling.objects.bulk_update(rows, ["way", "message_uid"])
    return len(rows)


def _key(row: Telling) -> str:
    return f"booking:{row.booking.uid}:{row.once_key}"


def _sheet(row: Telling) -> Sheet:
    to = Recipient(_("预约 %(code)s") % {"code": row.booking.code}, address=row.booking.contact.phone)
    text = with_link(row.text, booking_address(row.booking))
    return Sheet(ChannelKind.SMS, to, "", text, _key(row), row.booking.uid)


def booking_address(booking: Booking) -> str:
    """The booking's own page as it can be sent, in its booker's language; empty where nobody knows this site's."""
    key = link_key(booking.code, booking.link_serial)
    with speaking(booking.language):
        address = site_address("portal:booking", code=booking.code, key=key)
    return address if address.startswith("http") else ""


def settle_tellings() -> None:
    """What came of the short messages: what did not go, and must be heard, is rung up instead."""
    state = Message.objects.filter(uid=OuterRef("message_uid")).values("state")
    out = Telling.objects.filter(way=Way.SMS, message_uid__isnull=False, done_at__isnull=True)
    out = out.annotate(became=Subquery(state))
    out.filter(became__in=(MessageState.SENT, MessageState.COPIED)).update(done_at=clock.now())
    lost = out.filter(became__in=(*SETTLED, *STUCK))
    lost.filter(Q(became=MessageState.WITHDRAWN) | Q(news__in=PAGE_IS_ENOUGH)).update(way=Way.PAGE)
    lost.update(way=Way.CALL)


def outdated_objection(gate: SendingMessage) -> list[str]:
    """What waited for the morning, of a booking that has ended in the night, is not sent any more."""
    if gate.occasion != Occasion.BOOKING:
        return []
    uid = Message.objects.filter(pk=gate.message_id).values("uid")
    row = Telling.objects.filter(message_uid__in=uid, news__in=WHILE_LIVE).select_related("booking").first()
    return [_("这个预约已经结束。")] if row is not None and row.booking.state in ENDED else []
