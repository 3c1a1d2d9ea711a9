"""The pages of an import behind the desk's door: a room names its table and says what stands around it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.sheets.kinds import SheetKind
from sciweek.sheets.pages import Around, Place, send_template, show_sheet, show_start

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class ImportPages:
    """`start` takes a file, `sheet` shows one that was handed in (by its code), `template` is the empty table."""

    start: View
    sheet: View
    template: View


def import_pages(
    kind: SheetKind,
    around: Callable[[DeskRequest, str], Around],
    *,
    name: str = "import",
    needs_week: bool = True,
) -> ImportPages:
    """The pages of a kind, for whoever holds its permission.

    Their addresses are called `<name>`, `<name>_sheet` and `<name>_template` in the namespace of the kind's room.
    `around` gets the code of the table that is shown, "" on the first page.
    """
    room = kind.name.partition(".")[0]
    address = f"{room}:{name}"

    @desk_page(kind.permission, needs_week=needs_week)
    def start(request: DeskRequest) -> HttpResponse:
        place = _place(request, address, around(request, ""))
        return show_start(request, request.actor, request.region, request.any_week, kind=kind, place=place)

    @desk_page(kind.permission, needs_week=needs_week)
    def sheet(request: DeskRequest, code: str) -> HttpResponse:
        place = _place(request, address, around(request, code))
        return show_sheet(
            request, request.actor, request.region, request.any_week, kind=kind, place=place, code=code
        )

    @desk_page(kind.permission, needs_week=needs_week)
    def template(request: DeskRequest) -> HttpResponse:
        return send_template(kind, request.any_week)

    return ImportPages(start, sheet, template)


def _place(request: DeskRequest, address: str, around: Around) -> Place:
    # Whoever came to the bare address goes on inside the week, where there is one.
    week = {"week_slug": request.any_week.slug} if request.any_week else {}
    return Place(
        reverse(address, kwargs=week),
        lambda code: reverse(f"{address}_sheet", kwargs=week | {"code": code}),
        reverse(f"{address}_template", kwargs=week),
        around,
    )
