"""One search over everything that the actor may see: each room's own set, so that no wall is built twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.models import Activity, Series
from sciweek.activities.queries import series
from sciweek.activities.rules import visible_activities
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.committee.boards import open_invitations
from sciweek.committee.models import Invitation, Membership, PersonalLink, Unit
from sciweek.committee.queries import open_links
from sciweek.committee.rules import visible_units
from sciweek.committee.states import Role
from sciweek.desk.logic import Piece, marked
from sciweek.desk.queries.sealed import activities_reached, invitations_reached
from sciweek.desk.queries.wish import Wish, wish
from sciweek.dispatch.models import Paper
from sciweek.dispatch.queries.papers import papers
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.rules import visible_hand_ins
from sciweek.look.dates import day_words
from sciweek.notice.models import Notice
from sciweek.notice.queries.notices import light
from sciweek.post.models import Message
from sciweek.post.rules import visible_messages
from sciweek.week.models import Week

FEW, MANY = 6, 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its name and a line about it, with what was searched for marked."""

    name: list[Piece]
    detail: list[Piece]
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: the first few, and how many there are."""

    key: str
    title: str
    total: int
    hits: list[Hit]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.hits)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where one kind of thing is looked for: what the actor may see of it, and how a row reads."""

    key: str
    title: Any
    found: "Callable[[Actor, Week, Wish], QuerySet[Any] | None]"
    shown: "Callable[[Any, Week], tuple[str, str, str]]" = field(repr=False)


def search(actor: Actor, week: Week, text: str, only: str = "") -> list[Group]:
    """What was found, by kind; `only` is the key of the one group that is wanted at length. At most two queries each."""
    wanted = wish(text, week.region.area_code)
    if not wanted.words:
        return []
    most = MANY if only else FEW
    groups = []
    for shelf in SHELVES:
        if only and shelf.key != only:
            continue
        found = shelf.found(actor, week, wanted)
        if found is None:
            continue
        rows = list(found[: most + 1])
        total = found.count() if len(rows) > most else len(rows)
        if rows:
            hits = [_hit(shelf.shown(row, week), wanted.words) for row in rows[:most]]
            groups.append(Group(shelf.key, str(shelf.title), total, hits))
    return groups


def _hit(shown: tuple[str, str, str], words: Iterable[str]) -> Hit:
    name, detail, url = shown
    return Hit(marked(name, words), marked(detail, words), url)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return day_words(day) if day else ""


def _url(name: str, week: Week, **words: Any) -> str:
    return reverse(name, kwargs={"week_slug": week.slug} | words)


def _activities(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Activity]:
    found = visible_activities(actor)
    hit = wanted.in_column(found, "search_text")
    reached = activities_reached(found, wanted)
    if reached:
        hit = found.filter(Q(pk__in=hit.values("pk")) | Q(pk__in=reached))
    rows = hit.select_related("unit").order_by("starts_at", "id")
    return rows.only("code", "name", "place", "starts_at", "state", "unit__name", "unit__short_name", "week")


def _activity(row: Activity, week: Week) -> tuple[str, str, str]:
    day = clock.local_day(row.starts_at, week.zone) if row.starts_at else None
    detail = _joined(row.unit.label if row.unit else "", _day(day), row.place, row.get_state_display())
    return row.name, detail, _url("activities:activity", week, code=row.code)


def _series(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Series] | None:
    if not access.may(actor, "activities.see_activities", week):
        return None
    return wanted.in_text(series(), "name", "place", coded=False)


def _one_series(row: Series, week: Week) -> tuple[str, str, str]:
    return row.name, row.place, f"{_url('activities:list', week)}?series={row.position}"


def _duties(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Duty] | None:
    if not access.may(actor, "duties.run_duties", week):
        return None
    return wanted.in_text(Duty.objects.all(), "what", "short_name", "receiver", "note").order_by(
        "due_on", "id"
    )


def _duty(row: Duty, week: Week) -> tuple[str, str, str]:
    return (
        row.what,
        _joined(_("%(day)s截止") % {"day": _day(row.due_on)}, row.receiver),
        _url("duties:duty", week, code=row.code),
    )


def _hand_ins(actor: Actor, week: Week, wanted: Wish) -> QuerySet[HandIn]:
    columns = ("unit__name", "unit__short_name", "duty__what", "duty__short_name", "note", "office_note")
    found = wanted.in_text(visible_hand_ins(actor), *columns)
    return found.select_related("unit", "duty").order_by("duty__due_on", "unit__sort_key", "id")


def _hand_in(row: HandIn, week: Week) -> tuple[str, str, str]:
    detail = _joined(row.duty.what, row.get_state_display(), row.note[:60])
    return row.unit.name, detail, _url("duties:hand_in", week, code=row.code)


def _units(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Unit]:
    return wanted.in_column(visible_units(actor), "search_text").filter(merged_into__isnull=True)


def _unit(row: Unit, week: Week) -> tuple[str, str, str]:
    detail = _joined(
        str(row.get_kind_display()), row.short_name if row.short_name != row.name else "", *row.posts
    )
    return row.name, detail, _url("committee:unit", week, code=row.code)


def _people(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Membership] | None:
    """People with a role in the region: for the office, which gives the roles."""
    if not actor.has(Role.OFFICE):
        return None
    held = Membership.objects.filter(ended_at__isnull=True, person__erased_at__isnull=True).select_related(
        "person", "unit"
    )
    hit = wanted.in_text(held, "person__name", "person__login", "person__email", coded=False)
    if wanted.phone_digest or wanted.last4:
        reached = (
            Q(person__phone_last4=wanted.last4)
            if wanted.last4
            else Q(person__phone_digest=wanted.phone_digest)
        )
        hit = held.filter(Q(pk__in=hit.values("pk")) | reached)
    return hit.order_by("person__name", "id")


def _person(row: Membership, week: Week) -> tuple[str, str, str]:
    detail = _joined(str(row.get_role_display()), row.unit.name if row.unit else "", row.person.login)
    if row.unit is None:
        return row.person.name, detail, _url("committee:people", week)
    return row.person.name, detail, _url("committee:unit", week, code=row.unit.code)


def _links(actor: Actor, week: Week, wanted: Wish) -> QuerySet[PersonalLink] | None:
    """Who acts for a unit without an account: for the office, which gives the links."""
    if not actor.has(Role.OFFICE):
        return None
    return wanted.in_text(open_links(), "name", coded=False).select_related("participation__unit")


def _link(row: PersonalLink, week: Week) -> tuple[str, str, str]:
    return row.name, row.participation.unit_name, _url("committee:link", week, uid=row.uid)


def _invitations(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Invitation] | None:
    """Whom a table of units named as liaison and who has not come yet: for the office."""
    if not actor.has(Role.OFFICE):
        return None
    found = open_invitations(clock.now())
    return found.filter(pk__in=invitations_reached(found, wanted))


def _invitation(row: Invitation, week: Week) -> tuple[str, str, str]:
    return row.for_name or str(row), str(row), _url("committee:invitation", week, uid=row.uid)


def _notices(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Notice] | None:
    if not access.may(actor, "notice.see_notices", week.region):
        return None
    return wanted.in_text(light(Notice.objects.all()), "title", "file_name").order_by("-id")


def _notice(row: Notice, week: Week) -> tuple[str, str, str]:
    return str(row), str(row.get_state_display()), reverse("notice:review", kwargs={"code": row.code})


def _papers(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Paper] | None:
    if not access.may(actor, "dispatch.see_papers", week):
        return None
    return wanted.in_text(papers(actor), "title", "number").order_by("-id")


def _paper(row: Paper, week: Week) -> tuple[str, str, str]:
    detail = _joined(str(row.get_kind_display()), row.number, str(row.get_state_display()))
    return row.title, detail, _url("dispatch:paper", week, code=row.code)


def _messages(actor: Actor, week: Week, wanted: Wish) -> QuerySet[Message] | None:
    """By subject and recipient's name; texts are sealed, addresses are the office's alone."""
    if not access.may(actor, "post.see_post", week):
        return None
    return (
        wanted.in_text(visible_messages(actor), "subject", "to_name").defer("address", "body").order_by("-id")
    )


def _message(row: Message, week: Week) -> tuple[str, str, str]:
    detail = _joined(row.to_name, str(row.get_channel_display()), str(row.get_state_display()))
    return str(row), detail, _url("post:message", week, code=row.code)


SHELVES = (
    _Shelf("activities", gettext_lazy("活动"), _activities, _activity),
    _Shelf("series", gettext_lazy("系列活动"), _series, _one_series),
    _Shelf("units", gettext_lazy("单位"), _units, _unit),
    _Shelf("duties", gettext_lazy("期限"), _duties, _duty),
    _Shelf("hand_ins", gettext_lazy("材料"), _hand_ins, _hand_in),
    _Shelf("people", gettext_lazy("人"), _people, _person),
    _Shelf("links", gettext_lazy("免登录链接"), _links, _link),
    _Shelf("invitations", gettext_lazy("邀请"), _invitations, _invitation),
    _Shelf("notices", gettext_lazy("收到的通知"), _notices, _notice),
    _Shelf("papers", gettext_lazy("发文"), _papers, _paper),
    _Shelf("messages", gettext_lazy("消息"), _messages, _message),
)
KEYS = tuple(shelf.key for shelf in SHELVES)
