"""Links that show a position on the map of a service, each in the service's own datum."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from sciweek.venues.logic.positions.datums import Degrees, to_gcj02, to_wgs84

# The services ask by whom they are called.
CALLER = "sciweek"


@dataclass(frozen=True, slots=True)
class MapLink:
    """What the link is called, and where it leads."""

    words: str
    href: str


def map_links(lat: Degrees, lng: Degrees, datum: str, name: str) -> list[MapLink]:
    """The place on 高德, 百度, 腾讯 and OpenStreetMap."""
    lat_here, lng_here = (f"{degrees:.6f}" for degrees in to_gcj02(lat, lng, datum))
    far, near = f"{lat_here},{lng_here}", f"{lng_here},{lat_here}"
    north, east = (f"{degrees:.6f}" for degrees in to_wgs84(lat, lng, datum))
    amap = urlencode({"position": near, "name": name, "coordinate": "gaode", "src": CALLER})
    baidu = urlencode(
        {
            "location": far,
            "title": name,
            "content": name,
            "output": "html",
            "coord_type": "gcj02",
            "src": CALLER,
        }
    )
    tencent = urlencode({"marker": f"coord:{far};title:{_plain(name)}", "coord_type": "2", "referer": CALLER})
    return [
        MapLink(_("高德地图"), f"https://uri.amap.com/marker?{amap}"),
        MapLink(_("百度地图"), f"https://api.map.baidu.com/marker?{baidu}"),
        MapLink(_("腾讯地图"), f"https://apis.map.qq.com/uri/v1/marker?{tencent}"),
        MapLink(
            "OpenStreetMap",
            f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}",
        ),
    ]


def _plain(name: str) -> str:
    """Without the signs by which 腾讯 sets apart what it is told."""
    return "".join(" " if sign in ";:|" else sign for sign in name)
