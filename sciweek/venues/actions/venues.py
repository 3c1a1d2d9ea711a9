from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.committee.models import Unit
from sciweek.logbook.actions import append, append_many, once, save_changes
from sciweek.venues.actions.sense import check_whole, venue_values
from sciweek.venues.models import Venue
from sciweek.venues.states import Datum
from sciweek.week.actions import touch_region
from sciweek.week.models import Region


@once
def add_venue(
    actor: Actor,
    region: Region,
    *,
    name: str,
    short_name: str = "",
    unit: Unit | None = None,
    street: Unit | None = None,
    address: str = "",
    latitude: Any = None,
    longitude: Any = None,
    datum: str = Datum.WGS84,
    map_link: str = "",
    access_notes: str = "",
    directions: str = "",
) -> Venue:
    """Add a venue to the region. A link of a map service, pasted as it is, stands for position and datum.

    Raises `Refused` with field messages.
    """
    access.require(actor, "venues.run_venues", region)
    values = venue_values(
        {
            "name": name,
            "short_name": short_name,
            "unit": unit,
            "street": street,
            "address": address,
            "latitude": latitude,
            "longitude": longitude,
            "datum": datum,
            "map_link": map_link,
            "access_notes": access_notes,
            "directions": directions,
        }
    )
    check_whole(values)
    with transaction.atomic():
        _check_name(region.pk, values["name"])
        venue = Venue.objects.create(region=region, **values)
        append(actor, "add_venue", venue)
    return venue


@dataclass(frozen=True, slots=True)
class NewVenue:
    """A place that is already known by its words: to be added with others."""

    name: str
    address: str = ""
    street: Unit | None = None


def add_venues(actor: Actor, region: Region, wanted: Sequence[NewVenue]) -> list[Venue]:
    """Add several at once; what is there by that name, or stands twice among them, is passed over."""
    access.require(actor, "venues.run_venues", region)
    given = [venue_values({"name": one.name, "address": one.address, "street": one.street}) for one in wanted]
    with transaction.atomic():
        _one_at_a_time(region.pk)
        known = {searchable(name) for name in Venue.objects.values_list("name", flat=True)}
        rows: list[Venue] = []
        for values in given:
            key = searchable(values["name"])
            if key not in known:
                known.add(key)
                rows.append(Venue(region=region, **values))
        made = Venue.objects.bulk_create(rows)
        append_many(actor, "add_venue", [(venue, {}) for venue in made])
    return made


def edit_venue(actor: Actor, venue: Venue, *, seen_version: int | None = None, **given: Any) -> Venue:
    """Change what is given of a venue; what is left out stays.

    Who runs it is for the office to say: a liaison could give away what others rely on.
    """
    access.require(actor, "venues.run_venue", venue)
    values = venue_values(given)
    check_whole({"latitude": venue.latitude, "longitude": venue.longitude} | values)
    if values.get("unit", venue.run_by) != venue.run_by and not access.may(actor, "venues.run_venues", venue):
        raise Refused(fields={"unit": _("管理单位由办公室来改。")}, code="forbidden")
    for name in ("unit", "street"):
        # Nobody meant to change a merged unit into its successor: it is followed whenever it is read.
        if name in values and values[name] == (venue.run_by if name == "unit" else venue.lies_in):
            del values[name]
    with transaction.atomic():
        if values.get("name", venue.name) != venue.name:
            _check_name(venue.region_id, values["name"], venue)
        changed = save_changes(actor, venue, verb="edit_venue", seen_version=seen_version, **values)
        touch_region(changed.region_id)
    return changed


def retire_venue(actor: Actor, venue: Venue, *, seen_version: int | None = None) -> Venue:
    """No longer offered; what took place there, or is planned there, keeps it."""
    access.require(actor, "venues.run_venue", venue)
    return save_changes(actor, venue, verb="retire_venue", seen_version=seen_version, is_active=False)


def take_back_venue(actor: Actor, venue: Venue, *, seen_version: int | None = None) -> Venue:
    """Offered again."""
    access.require(actor, "venues.run_venue", venue)
    return save_changes(actor, venue, verb="take_back_venue", seen_version=seen_version, is_active=True)


def _one_at_a_time(region_id: int) -> None:
    """Two people who name a venue alike wait for each other, so that the second is told."""
    Region.objects.select_for_update(no_key=True).get(pk=region_id)


def _check_name(region_id: int, name: str, venue: Venue | None = None) -> None:
    _one_at_a_time(region_id)
    # Searched for as text that is the same to both databases, then compared without spaces and width.
    like = Venue.objects.filter(search_text__startswith=searchable(name))
    others = like.exclude(pk=venue.pk) if venue else like
    if any(searchable(one.name) == searchable(name) for one in others.only("name")):
        text = _("已经有同名的场地。可以直接用它，或者把名称写得更全。")
        raise Refused(fields={"name": text}, code="taken")
