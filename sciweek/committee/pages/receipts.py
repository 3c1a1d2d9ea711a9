"""Who has opened the notice, signed in, signed for it: one page of the edition."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.committee.addresses import desk_address, public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.logic.invitation_words import reminder_words
from sciweek.committee.logic.unit_columns import RECEIPT_COLUMNS
from sciweek.committee.receipts import STEPS, ReceiptRow, receipt_rows
from sciweek.look.parts import Tab
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import send_book


def _chosen(request: DeskRequest) -> str:
    asked = request.GET.get("lacks", "")
    return asked if asked in STEPS else ""


def _words() -> dict[str, str]:
    return {
        "invited": _("还没发邀请"),
        "opened": _("未打开"),
        "signed_in": _("未登录"),
        "received": _("未签收"),
    }


@desk_page("committee.run_units")
def receipts(request: DeskRequest) -> HttpResponse:
    """Every unit of the edition with its four steps; `?lacks=` shows those that have not taken one."""
    rows, lacks = receipt_rows(request.week), _chosen(request)
    base = desk_address(request, "receipts")
    tabs = [Tab(_("全部"), base, not lacks, len(rows))] + [
        Tab(words, f"{base}?lacks={step}", step == lacks, _lacking(rows, step))
        for step, words in _words().items()
    ]
    shown = [row for row in rows if not lacks or row.lacks(lacks)]
    step = lacks if lacks in ("opened", "signed_in") else "received"
    reminded = [row.participation.unit_name for row in rows if row.lacks(step)]
    context = {
        "rows": shown,
        "tabs": tabs,
        "lacks": lacks,
        "total": len(rows),
        "received": len(rows) - _lacking(rows, "received"),
        "opened": len(rows) - _lacking(rows, "opened"),
        "signed_in": len(rows) - _lacking(rows, "signed_in"),
        "reminder": reminder_words(
            units=reminded,
            week=request.week.title,
            step=step,
            address=public_address(request, "account_login") if reminded else "",
        )
        if reminded
        else "",
        "zone": request.week.zone,
    }
    return render(request, "committee/receipts.html", context)


def _lacking(rows: Sequence[ReceiptRow], step: str) -> int:
    return sum(1 for row in rows if row.lacks(step))


@desk_page("committee.run_units")
def receipts_export(request: DeskRequest) -> HttpResponse:
    """The same as a table."""
    zone, lacks = ZoneInfo(request.week.zone), _chosen(request)
    rows: list[dict[str, Value]] = []
    for row in receipt_rows(request.week):
        if lacks and not row.lacks(lacks):
            continue
        line: dict[str, Value] = {
            "unit": row.participation.unit_name,
            "liaisons": "、".join(row.liaisons),
        }
        for step, at in row.steps:
            line[step] = at.astimezone(zone).replace(tzinfo=None) if at else None
        rows.append(line)
    title = _("%(week)s通知签收情况") % {"week": request.week.title}
    return send_book(write_book(title, RECEIPT_COLUMNS, rows), title)
