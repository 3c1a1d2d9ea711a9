"""The running order: read by everybody who is invited once it is released, written by the office."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.forms import posted
from sciweek.ceremonies import actions
from sciweek.ceremonies.forms import ItemForm
from sciweek.ceremonies.models import Ceremony, Item
from sciweek.ceremonies.pages.shown import address, find_ceremony, head_of
from sciweek.ceremonies.queries import TimedItem, running_order
from sciweek.committee.acts import Act, act_of, tell, tried
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import local


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with its hours, and the form that changes it for whoever may."""

    item: Item
    hours: str
    form: ItemForm | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class OrderPage:
    """What the page of the running order shows."""

    lines: list[ItemLine]
    minutes: int
    over: int
    has_time: bool
    new: ItemForm


@desk_page("ceremonies.see_ceremony")
def order(request: DeskRequest, code: str) -> HttpResponse:
    """The items with their times. A POST carries `act`: what is to be done, and with which item."""
    found = find_ceremony(request, code)
    if not (request.actor.roles or found.is_released):
        raise OutOfSight(code)
    bound: ItemForm | None = None
    is_part = False
    if request.method == "POST":
        access.require(request.actor, "ceremonies.run_ceremony", found)
        act = act_of(request, ACTS)
        try:
            bound = act(request, found)
        except Refused as refusal:
            tell(request, refusal)
        is_part = act is _put and bool(request.htmx)
        if bound is None and not is_part:
            return redirect(address(request, "order", code=found.code))
    head = head_of(request, found, "order")
    page = _page(request, found, bound, may_run=head.may_run)
    context = {"page": page, "head": head, "ceremony": found, "week": request.week, "is_part": is_part}
    template = "ceremonies/order.html#order" if is_part else "ceremonies/order.html"
    return render(request, template, context, status=422 if bound is not None else 200)


def _page(request: DeskRequest, found: Ceremony, bound: ItemForm | None, *, may_run: bool) -> OrderPage:
    order = running_order(found)
    zone, count = request.week.zone, len(order.items)
    lines = []
    for at, timed in enumerate(order.items):
        form = None
        if may_run:
            form = _item_form(timed.item, None)
            form = bound if bound is not None and bound.prefix == form.prefix else form
        lines.append(ItemLine(timed.item, hours_of(timed, zone), form, at == 0, at == count - 1))
    new = bound if bound is not None and bound.prefix == "new" else ItemForm(prefix="new")
    return OrderPage(lines, order.minutes, order.over, found.starts_at is not None, new)


def hours_of(timed: TimedItem, zone: str) -> str:
    """9:00–9:05; nothing while nobody knows when it begins."""
    if timed.slot is None:
        return ""
    start, end = local(timed.slot.starts_at, zone), local(timed.slot.ends_at, zone)
    return f"{start.hour}:{start.minute:02d}–{end.hour}:{end.minute:02d}"


def _item(request: DeskRequest, found: Ceremony) -> Item:
    item = Item.objects.filter(ceremony=found, code=request.POST.get("item", "")).first()
    if item is None:
        raise Refused(_("这一项已经不在了。"), code="gone")
    return item


def _item_form(item: Item, data: Any) -> ItemForm:
    return ItemForm(data, initial=ItemForm.initial_of(item), prefix=f"item-{item.code}")


def _add(request: DeskRequest, found: Ceremony) -> ItemForm | None:
    form = ItemForm(posted(request), prefix="new")

    def save() -> str:
        actions.add_item(request.actor, found, request_uid=form.once_key, **form.plain())
        return _("已加在最后。")

    return tried(request, form, save)


def _edit(request: DeskRequest, found: Ceremony) -> ItemForm | None:
    item = _item(request, found)
    form = _item_form(item, posted(request))

    def save() -> str:
        seen = form.cleaned_data["seen_version"]
        actions.edit_item(request.actor, item, seen_version=seen, **form.plain())
        return _("已保存。")

    return tried(request, form, save)


def _up(request: DeskRequest, found: Ceremony) -> None:
    item = _item(request, found)
    actions.move_item(request.actor, item, to=item.position - 1)


def _down(request: DeskRequest, found: Ceremony) -> None:
    item = _item(request, found)
    actions.move_item(request.actor, item, to=item.position + 1)


def _put(request: DeskRequest, found: Ceremony) -> None:
    """What dragging sends: the item before which it was let go, none for the end."""
    item = _item(request, found)
    others = list(Item.objects.filter(ceremony=found).exclude(pk=item.pk).values_list("code", flat=True))
    before = request.POST.get("before", "")
    if before and before not in others:
        raise Refused(_("这一项已经不在了。"), code="gone")
    order = actions.move_item(request.actor, item, to=(others.index(before) if before else len(others)) + 1)
    at = next(at for at, one in enumerate(order, 1) if one.pk == item.pk)
    messages.success(request, _("“%(what)s”现在是第 %(n)d 项。") % {"what": item.what, "n": at})


def _drop(request: DeskRequest, found: Ceremony) -> None:
    actions.drop_item(request.actor, _item(request, found))
    messages.success(request, _("已去掉。"))


def _release(request: DeskRequest, found: Ceremony) -> None:
    actions.release_order(request.actor, found)
    messages.success(request, _("请来的单位现在能看到议程，以后的改动也随时能看到。"))


def _hold_back(request: DeskRequest, found: Ceremony) -> None:
    actions.hold_order_back(request.actor, found)
    messages.success(request, _("单位看不到议程了。"))


ACTS: dict[str, Act[Ceremony, ItemForm]] = {
    "add": _add,
    "edit": _edit,
    "up": _up,
    "down": _down,
    "put": _put,
    "drop": _drop,
    "release": _release,
    "hold_back": _hold_back,
}
