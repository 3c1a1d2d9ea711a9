"""How one books: the rules of a run, the seats of its sessions."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from sciweek.activities.logic.links import is_web_address
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.booking.actions.queueing import promote
from sciweek.booking.actions.seats import lock
from sciweek.booking.logic.questions import question_problem, read_questions
from sciweek.booking.models import Booking, Policy, Pool, Terms
from sciweek.booking.states import Admission, Choice, Passing
from sciweek.logbook.actions import append, once, save_changes
from sciweek.programme.models import Run, Session
from sciweek.programme.states import RunKind, SessionState
from sciweek.week.models import Week

MOST_SEATS = 100_000
LONGEST_OFFER = 7 * 24 * 60  # minutes
LONGEST_CUT_OFF = 60 * 24 * 60
FIELDS = (
    "admission", "is_on", "opens_at", "closes_before", "smallest", "largest", "small_need_seats", "choice",
    "has_waiting", "passing", "offer_minutes", "most_no_shows", "questions", "visitor_url", "note",
)  # fmt: skip


def set_terms(
    actor: Actor,
    run: Run,
    *,
    seats: int | None = None,
    shared: Pool | None = None,
    drops_shared: bool = False,
    seen_version: int | None = None,
    **values: Any,
) -> Terms:
    """Say how one books the run's sessions; `seats` is what each of them gets that has no seats of its own yet.

    Without a number a session gets its own capacity; one that has neither is refused. What is booked stays.
    Without `shared` the sessions keep the shared seats that they have; `drops_shared` takes these away.
    """
    access.require(actor, "booking.run_bookings", run)
    strange = values.keys() - set(FIELDS)
    if strange:
        raise TypeError(f"terms have no {min(strange)}")
    if shared is not None and not Pool.objects.filter(terms__run=run, shared=shared).exists():
        access.require(actor, "booking.run_bookings", shared)
    cleaned = _cleaned(values)
    with transaction.atomic():
        terms = Terms.objects.select_for_update().filter(run=run).first()
        whole = {name: getattr(terms or Terms(), name) for name in FIELDS} | cleaned
        _check(whole, seats)
        if terms is None:
            terms = Terms.objects.create(week=run.week, run=run, **cleaned)
            append(actor, "set_terms", terms)
        else:
            _check_kept(terms, whole)
            terms = save_changes(actor, terms, verb="set_terms", seen_version=seen_version, **cleaned)
        if terms.admission != Admission.FREE:
            _open_pools(terms, seats, shared)
        if shared is not None or drops_shared:
            _share(actor, terms, shared)
    return terms


def _share(actor: Actor, terms: Terms, shared: Pool | None) -> None:
    """Let all sessions of the run take of these seats, or of none; what somebody has booked is counted where it is."""
    words = _("已经有人预约，不能改共用的席位。可以加减共用席位的数目，或者另排场次。")
    changed = _unbooked(Pool.objects.filter(terms=terms).exclude(shared=shared), "shared", words)
    if not changed:
        return
    before = changed[min(changed)]
    Pool.objects.filter(pk__in=changed).update(shared=shared)
    append(actor, "set_terms", terms, changes={"shared": (str(before.shared or ""), str(shared or ""))})


def _unbooked(pools: QuerySet[Pool], field: str, words: str) -> dict[int, Pool]:
    """The pools, to be changed in what only holds while nobody has booked; raises `Refused` when somebody has.

    They are locked before that is asked, and their version moves: whoever is booking now is seen, or finds (by
    `seats.shift`) that they are not what was read.
    """
    locked = lock(pools.values_list("pk", flat=True))
    if Booking.objects.filter(pool__in=locked).exists():
        raise Refused(fields={field: words}, code="booked")
    Pool.objects.filter(pk__in=locked).update(version=F("version") + 1)
    return locked


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = dict(values)
    for name in ("visitor_url", "note"):
        if name in cleaned:
            cleaned[name] = clean(str(cleaned[name] or ""))
    return cleaned


def _check(whole: Mapping[str, Any], seats: int | None) -> None:
    """Raise `Refused` with a message beside each field that makes no sense."""
    problems = _number_problems(whole, seats)
    if whole["admission"] not in Admission.values:
        problems["admission"] = _("请选怎么参加。")
    if whole["choice"] not in Choice.values or whole["passing"] not in Passing.values:
        problems["passing"] = _("请选候补的规则。")
    if why := question_problem(read_questions(whole["questions"])):
        problems["questions"] = why
    url = whole["visitor_url"]
    if url and not is_web_address(url):
        problems["visitor_url"] = _("网址要以 https:// 或 http:// 开头。")
    if len(whole["note"]) > 300:
        problems["note"] = _("最多 %(n)d 个字。") % {"n": 300}
    if problems:
        raise Refused(fields=problems, code="invalid")


def _number_problems(whole: Mapping[str, Any], seats: int | None) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not 1 <= whole["smallest"] <= 1000:
        problems["smallest"] = _("写 1 到 1000 之间的整数。")
    if not whole["smallest"] <= whole["largest"] <= 1000:
        problems["largest"] = _("不能少于起约人数，最多 1000。")
    if not 0 <= whole["closes_before"] <= LONGEST_CUT_OFF:
        problems["closes_before"] = _("截止时间最早在开始前 60 天。")
    if not 0 <= whole["offer_minutes"] <= LONGEST_OFFER:
        problems["offer_minutes"] = _("候补席位最多保留 7 天。")
    if whole["most_no_shows"] is not None and not 1 <= whole["most_no_shows"] <= 20:
        problems["most_no_shows"] = _("写 1 到 20 之间的整数；不用这条规则就空着。")
    if seats is not None and not 1 <= seats <= MOST_SEATS:
        problems["seats"] = _("席位写 1 到 100000 之间的整数。")
    return problems


def _check_kept(terms: Terms, whole: Mapping[str, Any]) -> None:
    """What people have booked keeps its meaning: who is booked as a family is no school group tomorrow."""
    if terms.admission == whole["admission"] and terms.small_need_seats == whole["small_need_seats"]:
        return
    words = _("已经有人预约，不能改参加方式和占席规则。可以先停止预约。")
    _unbooked(Pool.objects.filter(terms=terms), "admission", words)


def _open_pools(terms: Terms, seats: int | None, shared: Pool | None) -> None:
    """Seats for every session of the run that has none; a course has one pool for all its dates."""
    sessions = list(Session.objects.filter(run=terms.run, state=SessionState.PLANNED).order_by("starts_at"))
    there = set(Pool.objects.filter(terms=terms).values_list("session_id", flat=True))
    wanted: list[tuple[Session | None, int | None]]
    if terms.run.kind == RunKind.COURSE:
        least = min((one.capacity for one in sessions if one.capacity is not None), default=None)
        wanted = [] if there else [(None, least)]
    else:
        wanted = [(one, one.capacity) for one in sessions if one.pk not in there]
    rows = []
    for session, own in wanted:
        capacity = seats if seats is not None else own
        if capacity is None:
            raise Refused(fields={"seats": _("请写每场有多少席位。")}, code="invalid")
        rows.append(Pool(week=terms.week, terms=terms, session=session, shared=shared, capacity=capacity))
    Pool.objects.bulk_create(rows)


def add_missing_pools(terms: Terms) -> None:
    """Seats for sessions that came later, with the number that the run's last ones have."""
    if terms.admission == Admission.FREE:
        return
    last = Pool.objects.filter(terms=terms).order_by("-id").first()
    if last is not None:
        with transaction.atomic():
            _open_pools(terms, last.capacity, last.shared)


@once
def add_shared_seats(actor: Actor, week: Week, *, name: str, capacity: int) -> Pool:
    """Seats that several runs share: a bus, sets for an experiment."""
    access.require(actor, "booking.run_bookings", week)
    words = clean(name)
    problems = {}
    if not 0 < len(words) <= 60:
        problems["name"] = _("请写名称，最多 60 个字。")
    if not 1 <= capacity <= MOST_SEATS:
        problems["capacity"] = _("席位写 1 到 100000 之间的整数。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        pool = Pool.objects.create(week=week, name=words, capacity=capacity)
        append(actor, "add_shared_seats", pool)
    return pool


def resize_pool(actor: Actor, pool: Pool, *, capacity: int, seen_version: int | None = None) -> Pool:
    """More or fewer seats; never fewer than are taken. More go to the queue at once."""
    access.require(actor, "booking.run_bookings", pool)
    if not 1 <= capacity <= MOST_SEATS:
        raise Refused(fields={"capacity": _("席位写 1 到 100000 之间的整数。")}, code="invalid")
    with transaction.atomic():
        locked = lock((pool.pk, pool.shared_id))
        taken = locked[pool.pk].taken
        if capacity < taken:
            raise Refused(
                fields={
                    "capacity": _("已经约出 %(taken)d 席，不能少于这个数。要减，请先取消或改期一部分预约。")
                    % {"taken": taken}
                },
                code="taken",
            )
        row = save_changes(
            actor, locked[pool.pk], verb="resize_pool", seen_version=seen_version, capacity=capacity
        )
        if row.terms_id is not None:
            promote(row)
    return row


def close_pool(actor: Actor, pool: Pool, *, is_closed: bool, seen_version: int | None = None) -> Pool:
    """Stop booking for one session, or go on with it; what is booked stays, and the queue gets its turn."""
    access.require(actor, "booking.run_bookings", pool)
    with transaction.atomic():
        locked = lock((pool.pk, pool.shared_id))
        row = locked[pool.pk]
        if is_closed:
            row = save_changes(actor, row, verb="close_pool", seen_version=seen_version, is_closed=True)
        else:
            row = save_changes(actor, row, verb="reopen_pool", seen_version=seen_version, is_closed=False)
        if row.terms_id is not None:
            promote(row)
    return row


def set_policy(
    actor: Actor,
    week: Week,
    *,
    most_places: int | None,
    erase_after_days: int,
    seen_version: int | None = None,
) -> Policy:
    """What holds for all bookings of the edition."""
    access.require(actor, "booking.run_policy", week)
    problems = {}
    if most_places is not None and not 1 <= most_places <= 1000:
        problems["most_places"] = _("写 1 到 1000 之间的整数；不限就空着。")
    if not 1 <= erase_after_days <= 365:
        problems["erase_after_days"] = _("写 1 到 365 之间的天数。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        policy, _is_new = Policy.objects.get_or_create(week=week)
        return save_changes(
            actor,
            policy,
            verb="set_booking_policy",
            seen_version=seen_version,
            most_places=most_places,
            erase_after_days=erase_after_days,
        )
