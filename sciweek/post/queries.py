"""Who can be reached how, with which words, and what has become of what was written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Q, QuerySet

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.base.text import clean
from sciweek.committee.models import Membership, Unit
from sciweek.committee.queries import contact_points
from sciweek.committee.states import Role
from sciweek.people.models import Person
from sciweek.post.channels import channel
from sciweek.post.logic.addresses import read_address
from sciweek.post.logic.times import QUIET_FROM, QUIET_UNTIL, quiet_until
from sciweek.post.logic.wording import Text, built_in
from sciweek.post.models import Group, Message, QuietHours, Webhook, Wording
from sciweek.post.rules import visible_messages
from sciweek.post.states import STUCK, ChannelKind, MessageState, Occasion
from sciweek.week.models import Region, Week


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for. `name` is shown and logged: a unit's or a group's, not a person's."""

    name: str
    address: str = ""
    unit: Unit | None = None
    person: Person | None = None
    group: Group | None = None

    @property
    def key(self) -> str:
        """The same for the same recipient."""
        if self.group is not None:
            return f"g{self.group.pk}"
        return f"{self.address.casefold()}/u{self.unit.pk if self.unit else 0}"


def liaisons(units: Iterable[Unit]) -> dict[int, list[Person]]:
    """Unit id → the people who are its liaisons now; one query."""
    rows = Membership.objects.filter(unit__in=list(units), role=Role.LIAISON, ended_at__isnull=True)
    found: dict[int, list[Person]] = defaultdict(list)
    for row in rows.select_related("person"):
        if row.unit_id is not None and row.person.is_active:
            found[row.unit_id].append(row.person)
    return found


def recipients(units: Iterable[Unit], kind: str) -> tuple[list[Recipient], list[Unit]]:
    """Whom the channel reaches of these units, and the units where it reaches nobody. One address, one recipient."""
    chosen = list(units)
    if kind == ChannelKind.COPY:
        return [Recipient(unit.name, unit=unit) for unit in chosen], []
    people = liaisons(chosen)
    found: list[Recipient] = []
    without: list[Unit] = []
    for unit in chosen:
        seen: set[str] = set()
        for person in people.get(unit.pk, ()):
            address = _usable(kind, person.email if kind == ChannelKind.EMAIL else person.phone)
            if address and address.casefold() not in seen:
                seen.add(address.casefold())
                found.append(Recipient(unit.name, address=address, unit=unit, person=person))
        if not seen:
            without.append(unit)
    return found, without


def _usable(kind: str, address: str) -> str:
    """The address, if the channel can use it: a short message to a landline reaches nobody."""
    try:
        return read_address(kind, address) if address else ""
    except ValueError:
        return ""


def best_recipients(units: Iterable[Unit]) -> list[tuple[str, Recipient]]:
    """(channel, recipient) for each unit: its liaisons' e-mail where there is one and it can go, else by hand."""
    chosen = list(units)
    mailed, without = (
        recipients(chosen, ChannelKind.EMAIL) if channel(ChannelKind.EMAIL).is_ready() else ([], chosen)
    )
    ways: list[tuple[str, Recipient]] = [(ChannelKind.EMAIL, one) for one in mailed]
    by_hand, _none = recipients(without, ChannelKind.COPY)
    return ways + [(ChannelKind.COPY, one) for one in by_hand]


def office_recipients(week: Week) -> list[tuple[str, Recipient]]:
    """The same for the edition's office: whoever holds its role."""
    found: dict[str, Recipient] = {}
    if channel(ChannelKind.EMAIL).is_ready():
        rows = Membership.objects.filter(role=Role.OFFICE, ended_at__isnull=True, person__is_active=True)
        for row in rows.select_related("person").order_by("pk"):
            if address := _usable(ChannelKind.EMAIL, row.person.email):
                to = Recipient(week.office_name, address=address, person=row.person)
                found.setdefault(address.casefold(), to)
    if not found:
        return [(ChannelKind.COPY, Recipient(week.office_name))]
    return [(ChannelKind.EMAIL, one) for one in found.values()]


def groups() -> QuerySet[Group]:
    """The region's robots that may be used."""
    return Group.objects.filter(is_active=True).select_related("unit")


def wording_of(occasion: str) -> Text:
    """The region's own text for the occasion, else the built-in one."""
    own = Wording.objects.filter(occasion=occasion, name="").first()
    return Text(own.subject, own.body) if own else built_in(occasion)


def general_wordings() -> QuerySet[Wording]:
    """The region's named texts for general messages."""
    return Wording.objects.filter(occasion=Occasion.GENERAL).exclude(name="")


def common_values(week: Week | None, unit: Unit | None, contact: str = "") -> dict[str, str]:
    """What the gaps stand for that every occasion knows; `contact` is the edition's `contact_line`."""
    values = {"单位": "", "简称": "", "活动周": "", "办公室": "", "联系方式": contact}
    if unit is not None:
        values |= {"单位": unit.name, "简称": unit.label}
    if week is not None:
        values |= {"活动周": week.title, "办公室": week.office_name}
    return values


def contact_line() -> str:
    """The edition's first public contact in one line; empty when the office shows none."""
    point = contact_points().filter(is_public=True).first()
    if point is None:
        return ""
    return " ".join(part for part in (point.office, point.person, point.phone, point.email) if part)


def quiet_hours(region: Region) -> tuple[time, time]:
    """From when until when no phone rings in the region."""
    own = QuietHours.objects.filter(region=region).first()
    return own.hours if own else (QUIET_FROM, QUIET_UNTIL)


def quiet_end(region: Region, now: datetime | None = None) -> datetime | None:
    """When the region's quiet hours end, if it is in them now."""
    starts, ends = quiet_hours(region)
    return quiet_until(now or clock.now(), region.zone, starts, ends)


def is_later(message: Message) -> bool:
    """Whether it waits for its time, of quiet hours or after a failure."""
    return message.next_try_at is not None and message.next_try_at > clock.now()


def outbox(
    actor: Actor, *, states: Iterable[str] = (), kind: str = "", unit: Unit | None = None, words: str = ""
) -> QuerySet[Message]:
    """What the actor may see of the edition's messages, the newest first."""
    rows = visible_messages(actor).select_related("unit", "group")
    chosen = list(states)
    if chosen:
        rows = rows.filter(state__in=chosen)
    if kind:
        rows = rows.filter(channel=kind)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if wanted := clean(words):
        rows = rows.filter(Q(subject__contains=wanted) | Q(to_name__contains=wanted))
    return rows.order_by("-id")


def state_counts(actor: Actor) -> Mapping[str, int]:
    """State → how many messages of the edition stand in it; one query."""
    rows = visible_messages(actor).order_by().values_list("state").annotate(count=Count("pk"))
    return defaultdict(int, dict(rows))


def deliveries(hook: Webhook) -> QuerySet[Message]:
    """What the program at the address was told, the newest first."""
    return Message.objects.filter(hook=hook).order_by("-id")


def reminders_about(uids: Iterable[object]) -> QuerySet[Message]:
    """Messages that speak of these things."""
    return Message.objects.filter(about_uid__in=list(uids))


@dataclass(frozen=True, slots=True)
class Troubles:
    """What of the post waits for a person: drafts, messages that did not go, webhooks that were switched off."""

    drafts: int
    stuck: int
    paused: tuple[Webhook, ...]


def troubles(actor: Actor) -> Troubles:
    """Two queries, for the office's list of what waits."""
    counts = state_counts(actor)
    return Troubles(
        drafts=counts[MessageState.DRAFT],
        stuck=sum(counts[state] for state in STUCK),
        paused=tuple(Webhook.objects.filter(paused_at__isnull=False)),
    )
