"""The ticket of a booking: as a page, on paper, as a picture; and what somebody else's camera sees of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciweek.base import scope
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.rest.limits import WINDOWS
from sciweek.base.signing import newest_key, sign, verify
from sciweek.booking.logic.tickets import Ticket, read_ticket, write_ticket
from sciweek.booking.models import Booking
from sciweek.booking.queries import booking_anywhere, booking_by_ticket, last_end
from sciweek.look.kinds import kind_look
from sciweek.look.phrases import set_apart, strung
from sciweek.papers.logic import tickets as sheets
from sciweek.portal.entrance import Visit, visit_to
from sciweek.portal.logic.booking.people import grouped, party_words, seats_words
from sciweek.portal.pages.booking.addresses import booking_address, own_address
from sciweek.portal.pages.booking.own import lost
from sciweek.portal.pages.booking.own_page import OwnPage, answer_own, own_page, unseen

# A session that is moved a little leaves the tickets good that were printed before.
LEEWAY = timedelta(days=7)
# Sheets of one booking that are set in a minute: each takes a process of its own.
MOST_SHEETS = 10


@dataclass(frozen=True, slots=True)
class TicketPage:
    """What stands on the ticket; a course has several dates."""

    booking: Booking
    name: str
    when: str
    where: str
    holder: str
    kind: str
    series: str
    code: str
    link: str
    places: str
    own_url: str
    pdf_url: str
    png_url: str


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """`standing`: good, replaced by a newer one, or void; over or called_off, as its session is."""

    name: str
    when: str
    where: str
    places: str
    standing: str


TicketView = Callable[[Visit, Booking, TicketPage], HttpResponse]


def with_ticket(view: TicketView) -> Callable[..., HttpResponse]:
    """Open the booking by its link; without seats there is no ticket, and its page says how it stands."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, code: str, key: str) -> HttpResponse:
        found = booking_anywhere(code, key)
        if found is None:
            return lost(request)
        with scope.entered(found.week.region_id, found.week_id):
            visit = visit_to(request, found.week)
            own = own_page(visit, found, None, "", None, "")
            if not own.has_ticket:
                refusal = Refused(_("这个预约现在没有入场凭证。"), code="no_ticket")
                return answer_own(visit, found, refusal=refusal)
            return unseen(view(visit, found, _ticket_page(found, own, visit)))

    return page


@with_ticket
def booking_ticket(visit: Visit, found: Booking, page: TicketPage) -> HttpResponse:
    return visit.show("portal/booking/ticket.html", page, title=_("入场凭证"), is_private=True)


@with_ticket
def ticket_pdf(visit: Visit, found: Booking, page: TicketPage) -> HttpResponse:
    return _file(found, sheets.ticket_pdf, page, "application/pdf", "pdf")


@with_ticket
def ticket_png(visit: Visit, found: Booking, page: TicketPage) -> HttpResponse:
    return _file(found, sheets.ticket_png, page, "image/png", "png")


@require_safe
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """What a camera sees that is not the door's: which session, how many places, and nothing of people."""
    ticket = read_ticket(token, verify)
    found = booking_by_ticket(ticket.booking) if ticket is not None else None
    if ticket is None or found is None:
        raise OutOfSight("ticket")
    with scope.entered(found.week.region_id, found.week_id):
        visit = visit_to(request, found.week)
        own = own_page(visit, found, None, "", None, "")
        standing = "good" if own.has_ticket else "void"
        # What holds of the session holds for everybody; how a booking ended is its owner's alone.
        if own.standing in ("over", "called_off"):
            standing = own.standing
        elif own.has_ticket and ticket.serial != found.ticket_serial:
            standing = "replaced"
        page = ScannedPage(own.name, *_when_where(own), places=seats_words(ticket.places), standing=standing)
        answer = visit.show("portal/booking/scanned.html", page, title=_("入场凭证"), is_private=True)
        return unseen(answer)


def ticket_text(booking: Booking) -> str:
    """The signed text of the ticket as the booking stands now."""
    pool = booking.pool
    # A course has no session of its own: its seats' code is good at every date.
    session = pool.session.code if pool.session is not None else pool.code
    end = (last_end(booking) or booking.made_at) + LEEWAY
    return write_ticket(
        Ticket(
            booking=booking.code,
            session=session,
            serial=booking.ticket_serial,
            places=booking.places,
            valid_until=int(end.timestamp()),
        ),
        newest_key(),
        sign,
    )


def qr_text(token: str) -> str:
    """What the QR code says: an address for everybody's camera where the installation knows its own, else the token.

    In capitals it needs fewer modules, and hosts and our way to a ticket take both.
    """
    site = settings.SCIWEEK_SITE_URL
    if not site:
        return token
    if urlsplit(site).path.strip("/"):
        return f"{site}/t/{token}"
    return f"{site.upper()}/T/{token}"


def _ticket_page(found: Booking, own: OwnPage, visit: Visit) -> TicketPage:
    when, where = _when_where(own)
    address = own_address(found)
    return TicketPage(
        booking=found,
        name=own.name,
        when=when,
        where=strung((where, own.way)),
        holder=found.school or found.name,
        kind=own.activity.kind,
        series=visit.week.title,
        code=found.code,
        link=qr_text(ticket_text(found)),
        places=_("%(party)s（%(seats)s）")
        % {"party": party_words(found.party), "seats": seats_words(found.places)},
        own_url=booking_address(found),
        pdf_url=reverse("portal:ticket_pdf", kwargs=address),
        png_url=reverse("portal:ticket_png", kwargs=address),
    )


def _when_where(own: OwnPage) -> tuple[str, str]:
    dates = [date for date in own.dates if not date.is_off]
    when = set_apart(date.when for date in dates)
    return when, dates[0].where if dates else ""


def _file(
    found: Booking, make: Callable[[sheets.TicketSheet], bytes], page: TicketPage, kind: str, end: str
) -> HttpResponse:
    if not WINDOWS.count(f"ticket:{found.pk}", MOST_SHEETS).allowed:
        raise Refused(_("下载得太频繁了，请过一分钟再试。"), code="too_often")
    sheet = sheets.TicketSheet(
        top=page.series,
        title=page.name,
        facts=tuple(
            (label, words)
            for label, words in (
                (_("时间"), page.when),
                (_("地点"), page.where),
                (_("人数"), page.places),
                (_("联系人"), page.holder),
            )
            if words
        ),
        code_words=_("预约码"),
        code=grouped(page.code),
        door_words=_("入口出示"),
        lines=(_("改了人数或换了场次以后，请用新的凭证。纸上、手机上出示都可以。"),),
        css=f"k-{kind_look(page.kind).key}",
        link=page.link,
    )
    answer = HttpResponse(make(sheet), content_type=kind)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=f"{page.code}.{end}") or ""
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
