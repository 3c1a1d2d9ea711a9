"""How one books, and how many seats there are."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query

from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Code,
    Day,
    OnceKey,
    PageOf,
    Slug,
    Step,
    narrowed,
    page_of,
    the_row,
)
from sciweek.booking import actions
from sciweek.booking.api.shapes import (
    SEES,
    NewSharedSeats,
    Resize,
    SeatsOut,
    TermsIn,
    TermsOut,
    rest,
    seats_out,
    terms_out,
)
from sciweek.booking.models import Pool, Terms
from sciweek.booking.queries.seats import SeatsNow, seats_now
from sciweek.booking.rules import visible_pools
from sciweek.programme.models import Run, Session
from sciweek.programme.queries import on_day
from sciweek.programme.rules import visible_sessions

TERMS, ONE_TERMS = "/weeks/{week}/booking-terms", "/weeks/{week}/booking-terms/{code}"
SEATS, ONE = "/weeks/{week}/seats", "/weeks/{week}/seats/{code}"
JOINED = ("terms__run__activity__unit", "session", "shared")


class SeatsFilter(Asked):
    """Which seats: every given condition must hold."""

    activity: Code | None = None
    unit: Code | None = None
    session: Code | None = None
    day: Day | None = None


class TermsFilter(Asked):
    """Which rules."""

    activity: Code | None = None
    unit: Code | None = None


def the_run(request: ApiRequest, code: str) -> Run:
    """The run whose sessions the actor may see, or nothing there."""
    seen = visible_sessions(request.actor).values("run")
    row = Run.objects.filter(code=code, pk__in=seen).select_related("activity__unit", "week__region").first()
    if row is None:
        raise OutOfSight(code)
    return row


def the_seats(request: ApiRequest, code: str) -> Pool:
    """The seats that the actor may see, or nothing there."""
    return the_row(visible_pools(request.actor).select_related(*JOINED), code)


def _out(request: ApiRequest, code: str) -> SeatsOut:
    row = the_seats(request, code)
    return seats_out(row, seats_now([row]).get(row.pk), request.week.zone)


@rest.read(TERMS, PageOf[TermsOut], gettext_lazy("预约规则，每组场次一份"), needs=SEES)
def list_terms(request: ApiRequest, week: Slug, asked: Query[TermsFilter]) -> PageOf[TermsOut]:
    rows = Terms.objects.filter(run__in=visible_sessions(request.actor).order_by().values("run"))
    if asked.activity is not None:
        rows = rows.filter(run__activity__code=asked.activity)
    if asked.unit is not None:
        rows = rows.filter(run__activity__unit__code=asked.unit)
    found = rows.select_related("run__activity").order_by("id")
    return page_of(request, PageOf[TermsOut], found, asked, lambda row: terms_out(row, request.week.zone))


@rest.read(ONE_TERMS, TermsOut, gettext_lazy("一组场次的预约规则"), needs=SEES)
def get_terms(request: ApiRequest, week: Slug, code: Code) -> TermsOut:
    row = Terms.objects.filter(run=the_run(request, code)).select_related("run__activity").first()
    if row is None:
        raise OutOfSight(code)
    return terms_out(row, request.week.zone)


@rest.write("PATCH", ONE_TERMS, TermsOut, gettext_lazy("开通预约，或者改规则"), needs=SEES)
def set_terms(request: ApiRequest, week: Slug, code: Code, data: TermsIn) -> TermsOut:
    run = the_run(request, code)
    actions.set_terms(
        request.actor,
        run,
        seats=data.seats,
        shared=_shared(request, data.shared),
        drops_shared="shared" in data.model_fields_set and data.shared is None,
        seen_version=data.seen_version,
        **data.values(),
    )
    row = Terms.objects.select_related("run__activity").get(run=run)
    return terms_out(row, request.week.zone)


def _shared(request: ApiRequest, code: str | None) -> Pool | None:
    if code is None:
        return None
    row = visible_pools(request.actor).filter(code=code, terms__isnull=True).first()
    if row is None:
        raise Refused(fields={"shared": _("没有这份共用席位。")}, code="invalid")
    return row


def _found(request: ApiRequest, asked: SeatsFilter) -> QuerySet[Pool]:
    rows = visible_pools(request.actor).select_related(*JOINED)
    plain = {
        "terms__run__activity__code": asked.activity,
        "terms__run__activity__unit__code": asked.unit,
        "session__code": asked.session,
    }
    rows = narrowed(rows, **plain)
    if asked.day is not None:
        rows = rows.filter(
            session__in=on_day(Session.objects.all(), asked.day, request.week.zone).values("pk")
        )
    return rows.order_by("session__starts_at", "id")


@rest.read(SEATS, PageOf[SeatsOut], gettext_lazy("各场的席位"), needs=SEES)
def list_seats(request: ApiRequest, week: Slug, asked: Query[SeatsFilter]) -> PageOf[SeatsOut]:
    now: dict[int, SeatsNow] = {}

    def reckoned(rows: list[Pool]) -> list[Pool]:
        now.update(seats_now(rows))
        return rows

    return page_of(
        request,
        PageOf[SeatsOut],
        _found(request, asked),
        asked,
        lambda row: seats_out(row, now.get(row.pk), request.week.zone),
        prepare=reckoned,
    )


@rest.read(ONE, SeatsOut, gettext_lazy("一场的席位"), needs=SEES)
def get_seats(request: ApiRequest, week: Slug, code: Code) -> SeatsOut:
    return _out(request, code)


@rest.write("POST", SEATS, SeatsOut, gettext_lazy("设共用席位"), needs=SEES, status=201)
def add_shared_seats(request: ApiRequest, week: Slug, data: NewSharedSeats, once: OnceKey = None) -> SeatsOut:
    row = actions.add_shared_seats(
        request.actor, request.week, name=data.name, capacity=data.capacity, request_uid=once
    )
    return _out(request, row.code)


@rest.write("POST", f"{ONE}/resize", SeatsOut, gettext_lazy("加减席位"), needs=SEES)
def resize_seats(request: ApiRequest, week: Slug, code: Code, data: Resize) -> SeatsOut:
    row = the_seats(request, code)
    actions.resize_pool(request.actor, row, capacity=data.capacity, seen_version=data.seen_version)
    return _out(request, code)


@rest.write("POST", f"{ONE}/close", SeatsOut, gettext_lazy("停止预约一场"), needs=SEES)
def close_seats(request: ApiRequest, week: Slug, code: Code, data: Step) -> SeatsOut:
    row = the_seats(request, code)
    actions.close_pool(request.actor, row, is_closed=True, seen_version=data.seen_version)
    return _out(request, code)


@rest.write("POST", f"{ONE}/reopen", SeatsOut, gettext_lazy("恢复预约一场"), needs=SEES)
def reopen_seats(request: ApiRequest, week: Slug, code: Code, data: Step) -> SeatsOut:
    row = the_seats(request, code)
    actions.close_pool(request.actor, row, is_closed=False, seen_version=data.seen_version)
    return _out(request, code)
