"""What waits of bookings, of going out, of ceremonies and of bought services."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.booking.models import Booking, Telling
from sciweek.booking.rules import visible_bookings
from sciweek.booking.states import BookingState, Way
from sciweek.ceremonies.models import Slip
from sciweek.ceremonies.queries import open_invitations, unanswered
from sciweek.committee.states import Role
from sciweek.desk.queries.tasks import MOST_ALIKE, Task, each_or_all, some, when
from sciweek.outreach.models import Wish
from sciweek.outreach.rules import visible_wishes
from sciweek.outreach.states import WishState
from sciweek.promotion.models import Deliverable
from sciweek.promotion.rules import run_deliverables
from sciweek.promotion.states import OWED, DeliverableState, ServiceState
from sciweek.week.models import Week


def people_tasks(actor: Actor, week: Week) -> list[Task]:
    """Calls to make, groups to choose, wishes to assign, slips to fill in, deliverables to look at."""
    return [
        *_of_bookings(actor, week),
        *_wishes(actor, week),
        *_invitations(actor, week),
        *_unanswered(actor, week),
        *_deliverables(actor, week),
    ]


def _run_bookings(actor: Actor) -> QuerySet[Booking]:
    """Those that the actor looks after: the office all, a liaison the own unit's."""
    if actor.has(Role.OFFICE):
        return visible_bookings(actor)
    units = actor.units_with(Role.LIAISON)
    return visible_bookings(actor).filter(pool__terms__run__activity__unit_id__in=units)


def _of_bookings(actor: Actor, week: Week) -> list[Task]:
    if not access.may(actor, "booking.run_bookings", week):
        return []
    mine, tasks = _run_bookings(actor), []
    calls = Telling.objects.filter(way=Way.CALL, done_at__isnull=True, booking__in=mine.values("pk")).count()
    if calls:
        title = ngettext("有 %(n)d 位预约的人要打电话", "有 %(n)d 位预约的人要打电话", calls) % {"n": calls}
        detail = _("场次有变动，他们还不知道。")
        url = reverse("booking:calls", kwargs={"week_slug": week.slug})
        words, urgent, late = when(week.today, week.today)
        tasks.append(Task(week.today, words, title, detail, url, _("去打"), urgent, late))
    asked = mine.filter(state=BookingState.APPLIED).order_by().values_list("pool__code")
    # Once it has begun nobody is chosen any more.
    begins = Coalesce("pool__session__starts_at", "pool__terms__run__activity__starts_at")
    for code, name, begin, count in (
        asked.annotate(count=Count("id"), begins=begins)
        .order_by("begins", "pool_id")
        .values_list("pool__code", "pool__terms__run__activity__name", "begins", "count")[:MOST_ALIKE]
    ):
        day = clock.local_day(begin, week.zone) if begin else None
        words, urgent, late = when(day, week.today)
        title = ngettext("%(n)d 个学校团体等您挑选", "%(n)d 个学校团体等您挑选", count) % {"n": count}
        url = reverse("booking:pool", kwargs={"week_slug": week.slug, "code": code})
        tasks.append(Task(day, words, title, name, url, _("去选"), urgent, late))
    return tasks


def _wishes(actor: Actor, week: Week) -> list[Task]:
    rows = visible_wishes(actor).filter(state=WishState.ASKED)
    if not actor.has(Role.OFFICE):
        units = actor.units_with(Role.LIAISON)
        rows = rows.filter(outing__unit_id__in=units)
    found = rows.select_related("unit", "outing").order_by("id")

    def one(wish: Wish) -> Task:
        url = reverse("outreach:wish", kwargs={"week_slug": week.slug, "code": wish.code})
        title = _("%(who)s申请科普进来") % {"who": wish.unit.label}
        return Task(None, "", title, str(wish.outing or ""), url, _("去安排"))

    def every(n: int, wishes: Sequence[Wish]) -> Task:
        title = ngettext("%(n)d 份外出科普的申请待安排", "%(n)d 份外出科普的申请待安排", n) % {"n": n}
        url = reverse("outreach:board", kwargs={"week_slug": week.slug})
        return Task(None, "", title, some(wish.unit.label for wish in wishes), url, _("去安排"))

    return each_or_all(found, one, every)


def _invitations(actor: Actor, week: Week) -> list[Task]:
    """Slips that the actor's own units still have to fill in."""
    mine = actor.units_with(Role.LIAISON)
    tasks = []
    for slip in open_invitations(actor).filter(unit_id__in=mine)[:MOST_ALIKE] if mine else ():
        day = clock.local_day(slip.ceremony.reply_by, week.zone)
        words, urgent, late = when(day, week.today)
        url = reverse("ceremonies:slip", kwargs={"week_slug": week.slug, "code": slip.code})
        title = _("填回执：%(what)s") % {"what": slip.ceremony}
        tasks.append(Task(day, words, title, slip.unit.label, url, _("去填"), urgent, late))
    return tasks


def _unanswered(actor: Actor, week: Week) -> list[Task]:
    """Ceremonies whose reply-by day is near or over while units have not answered; it is the office that asks them."""
    if not actor.has(Role.OFFICE):
        return []
    open_slips = unanswered(Slip.objects.filter(ceremony__activity__starts_at__gt=clock.now()))
    rows = (
        open_slips.order_by()
        .values("ceremony__code", "ceremony__title", "ceremony__activity__name", "ceremony__reply_by")
        .annotate(count=Count("id"))
        .order_by("ceremony__reply_by")
    )
    tasks = []
    for row in rows[:MOST_ALIKE]:
        day = clock.local_day(row["ceremony__reply_by"], week.zone)
        if (day - week.today).days > 1:
            continue
        words, urgent, late = when(day, week.today)
        title = ngettext("还有 %(n)d 个单位没有回执", "还有 %(n)d 个单位没有回执", row["count"])
        url = reverse("ceremonies:replies", kwargs={"week_slug": week.slug, "code": row["ceremony__code"]})
        tasks.append(
            Task(
                day,
                words,
                title % {"n": row["count"]},
                row["ceremony__title"] or row["ceremony__activity__name"],
                url,
                _("去催"),
                urgent,
                late,
            )
        )
    return tasks


def _deliverables(actor: Actor, week: Week) -> list[Task]:
    """What a contractor has delivered and nobody has looked at, and what is late."""
    late = Q(state__in=OWED, due_on__lt=week.today)
    found = (
        run_deliverables(actor)
        .filter(Q(state=DeliverableState.DELIVERED) | late, service__state=ServiceState.RUNNING)
        .select_related("service__unit")
        .order_by("due_on", "id")
    )

    def one(row: Deliverable) -> Task:
        url = reverse("promotion:deliverable", kwargs={"week_slug": week.slug, "code": row.code})
        if row.state == DeliverableState.DELIVERED:
            return Task(None, "", _("待看：%(what)s") % {"what": row}, str(row.service), url, _("去看"))
        words, urgent, is_late = when(row.due_on, week.today)
        title = _("还没有交付：%(what)s") % {"what": row}
        return Task(row.due_on, words, title, str(row.service), url, _("去问"), urgent, is_late)

    def every(n: int, rows: Sequence[Deliverable]) -> Task:
        title = ngettext("宣传服务有 %(n)d 项要看", "宣传服务有 %(n)d 项要看", n) % {"n": n}
        url = reverse("promotion:list", kwargs={"week_slug": week.slug})
        return Task(rows[0].due_on, "", title, some(str(row) for row in rows), url, _("去看"))

    return each_or_all(found, one, every)
