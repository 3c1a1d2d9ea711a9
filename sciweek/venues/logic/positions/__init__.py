"""Where something lies on the map: between the datums of the map services, and in and out of their links."""

from sciweek.venues.logic.positions.datums import distance_m, to_bd09, to_gcj02, to_wgs84
from sciweek.venues.logic.positions.reading import is_link, read_map_link
from sciweek.venues.logic.positions.writing import MapLink, map_links

__all__ = [
    "MapLink",
    "distance_m",
    "is_link",
    "map_links",
    "read_map_link",
    "to_bd09",
    "to_gcj02",
    "to_wgs84",
]
