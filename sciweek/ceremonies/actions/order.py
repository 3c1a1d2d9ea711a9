"""议程: what follows what at a ceremony, and for how long."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.ceremonies.actions.sense import locked_ceremony, too_long
from sciweek.ceremonies.models import Ceremony, Item
from sciweek.logbook.actions import append, once, save_changes

WORDS = {"what": 200, "who": 200, "prepares": 120, "materials": 200}
LONGEST = 600  # minutes
MOST_ITEMS = 200


def item_values(given: dict[str, Any]) -> dict[str, Any]:
    """An item's values cleaned; only those that were given."""
    unknown = given.keys() - {*WORDS, "minutes"}
    if unknown:
        raise TypeError(f"an item has no {sorted(unknown)}")
    values: dict[str, Any] = {name: clean(given[name]) for name in WORDS if name in given}
    problems = {
        name: too_long(values[name], most) for name, most in WORDS.items() if len(values.get(name, "")) > most
    }
    if "what" in values and not values["what"]:
        problems["what"] = _("请写这一项做什么。")
    if "minutes" in given:
        values["minutes"] = given["minutes"]
        if given["minutes"] is None or not 1 <= given["minutes"] <= LONGEST:
            problems["minutes"] = _("写 1 到 %(most)d 之间的分钟数。") % {"most": LONGEST}
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


@once
def add_item(
    actor: Actor,
    ceremony: Ceremony,
    *,
    what: str,
    minutes: int | None,
    who: str = "",
    prepares: str = "",
    materials: str = "",
) -> Item:
    """Add an item at the end."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    given = {"what": what, "minutes": minutes, "who": who, "prepares": prepares, "materials": materials}
    values = item_values(given)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        count = Item.objects.filter(ceremony=locked).count()
        if count >= MOST_ITEMS:
            raise Refused(_("议程最多 %(most)d 项。") % {"most": MOST_ITEMS}, code="too_many")
        made = Item.objects.create(week=locked.week, ceremony=locked, position=count + 1, **values)
        append(actor, "add_item", made)
    return made


def edit_item(actor: Actor, item: Item, *, seen_version: int | None = None, **given: Any) -> Item:
    """Change what is given of an item; those behind it begin earlier or later by themselves."""
    access.require(actor, "ceremonies.run_ceremony", item)
    return save_changes(actor, item, verb="edit_item", seen_version=seen_version, **item_values(given))


def move_item(actor: Actor, item: Item, *, to: int) -> list[Item]:
    """Put the item at that place of the order, counted from 1; the others move up. Returns the order."""
    access.require(actor, "ceremonies.run_ceremony", item)
    with transaction.atomic():
        ceremony = locked_ceremony(item.ceremony_id)
        order = [one for one in Item.objects.filter(ceremony=ceremony) if one.pk != item.pk]
        mine = Item.objects.get(pk=item.pk)
        before = mine.position
        order.insert(max(0, min(to - 1, len(order))), mine)
        _number(order)
        if mine.position != before:
            append(actor, "move_item", mine, changes={"position": (before, mine.position)})
    return order


def drop_item(actor: Actor, item: Item) -> None:
    """Take an item out."""
    access.require(actor, "ceremonies.run_ceremony", item)
    with transaction.atomic():
        ceremony = locked_ceremony(item.ceremony_id)
        append(actor, "drop_item", item)
        Item.objects.filter(pk=item.pk).delete()
        _number(list(Item.objects.filter(ceremony=ceremony)))


def _number(order: list[Item]) -> None:
    moved = []
    for position, one in enumerate(order, 1):
        if one.position != position:
            one.position = position
            moved.append(one)
    Item.objects.bulk_update(moved, ["position"])
