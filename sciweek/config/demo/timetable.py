"""The demo's venues, and its programme as it was released before the week and put right once since."""

from datetime import timedelta
from typing import Any

from sciweek.config.demo.tables import table
from sciweek.config.demo.town import Town
from sciweek.programme.actions import add_missing_sessions, cancel_session, move_session, release_programme
from sciweek.programme.models import Session
from sciweek.venues.actions import add_room, add_venue
from sciweek.week.models import Week


def add_venues(town: Town) -> None:
    """The venues of the table with their rooms."""
    for row in table("venues")["venue"]:
        latitude, longitude = row["position"]
        venue = add_venue(
            town.office,
            town.region,
            name=row["name"],
            short_name=row.get("short_name", ""),
            unit=town.units.get(row.get("unit", "")),
            street=town.units[row["street"]],
            address=row["address"],
            latitude=latitude,
            longitude=longitude,
            access_notes=row.get("access", ""),
            directions=row.get("directions", ""),
        )
        for name, capacity in row.get("rooms", ()):
            add_room(town.office, venue, name=name, capacity=capacity)


def release_first(town: Town, week: Week) -> None:
    """Every activity gets its sessions from its own time, and the public reads them."""
    add_missing_sessions(town.office, week)
    release_programme(town.office, week, note="第一版")


def put_right(town: Town, week: Week) -> None:
    """One lecture begins half an hour later, one show is called off: the second release says so."""
    moved = _first(kind="lecture")
    move_session(
        town.office,
        moved,
        starts_at=moved.starts_at + timedelta(minutes=30),
        venue=moved.venue,
        room=moved.room,
        seen_version=moved.version,
    )
    cancel_session(town.office, _first(kind="show"), why="场地临时检修，改期另行通知")
    release_programme(town.office, week, note="调整两场")


def _first(**values: Any) -> Session:
    """The last session of the kind that the public reads of: far enough ahead on most days of a demo."""
    rows = Session.objects.filter(
        state="planned",
        activity__state="published",
        **{f"activity__{name}": value for name, value in values.items()},
    )
    return rows.select_related("activity", "venue", "room", "week").order_by("-starts_at", "-id")[0]
