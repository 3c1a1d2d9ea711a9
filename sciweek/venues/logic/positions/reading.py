"""Reads a position out of what people paste: a link of a map service, a geo: link, two numbers.

Nothing is fetched, so that a short link (surl.amap.com, j.map.baidu.com) says nothing; neither does a link of a
service whose datum is not known. What is pasted may be anything: the answer is a position on earth or None.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from sciweek.venues.logic.positions.baidu import from_plane
from sciweek.venues.logic.positions.datums import Position, is_shifted
from sciweek.venues.states import Datum

Found = tuple[float, float, str]

MOST_SIGNS, MOST_FIELDS = 4000, 60
NUMBER = r"[-+]?\d{1,9}(?:\.\d{1,20})?"
LINK = re.compile(
    r"(?<![a-z])(?:(?:https?|androidamap|iosamap|baidumap|bdapp|qqmap)://|geo:)[^\s<>\"]+", re.IGNORECASE
)
# What stands before may be the id of a place, which holds digits too.
PAIR = re.compile(rf"(?<![\w.])({NUMBER})\s*[,|/]\s*({NUMBER})(?![\d.])")
# Two numbers alone may be whole; inside a sentence only what is written as exactly as a position counts.
ALONE = re.compile(rf"[(\[]?({NUMBER})°?[\s,;/]+({NUMBER})°?[)\]]?")
IN_WORDS = re.compile(r"(?<![\d.])(-?\d{1,3}\.\d{2,20})[^\d\n.]{1,12}?(-?\d{1,3}\.\d{2,20})(?![\d.])")
ON_OSM = re.compile(rf"map=\d{{1,2}}(?:\.\d+)?/({NUMBER})/({NUMBER})")
ON_BAIDU = re.compile(rf"@({NUMBER}),({NUMBER})")
WORDS: dict[str, str] = {
    "bd09": Datum.BD09,
    "bd-09": Datum.BD09,
    "百度": Datum.BD09,
    "gcj": Datum.GCJ02,
    "高德": Datum.GCJ02,
    "腾讯": Datum.GCJ02,
}


def read_map_link(text: str) -> Found | None:
    """Latitude, longitude and what they are measured against (`states.Datum`); None when there is no position."""
    text = unicodedata.normalize("NFKC", text[:MOST_SIGNS]).strip()
    link = LINK.search(text)
    try:
        found = _read_link(link.group()) if link else _read_numbers(text)
    except ValueError:  # an address that is none, more fields than any map has
        return None
    if found is None or not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        return None
    return found


def is_link(text: str) -> bool:
    """Whether the text says by itself against what it is measured."""
    return LINK.search(unicodedata.normalize("NFKC", text[:MOST_SIGNS])) is not None


def _read_numbers(text: str) -> Found | None:
    found = ALONE.fullmatch(text) or IN_WORDS.search(text)
    if found is None:
        return None
    folded = text.casefold()
    datum = next((datum for word, datum in WORDS.items() if word in folded), str(Datum.WGS84))
    return *_in_order(float(found[1]), float(found[2])), datum


def _in_order(first: float, second: float) -> Position:
    """Latitude first; in China the other order gives itself away, because a longitude there is no latitude."""
    swapped = is_shifted(second, first) and not is_shifted(first, second)
    return (second, first) if swapped or abs(first) > 90 else (first, second)


def _read_link(address: str) -> Found | None:
    parts = urlsplit(address)
    if parts.scheme == "geo":
        return _read_geo(parts)
    # Behind a # some services keep what others keep behind a ?.
    query = parts.query or parts.fragment.partition("?")[2]
    given = dict(parse_qsl(query, max_num_fields=MOST_FIELDS))
    reader = _reader_of(parts)
    return reader(parts, given) if reader else None


def _reader_of(parts: SplitResult) -> Callable[[SplitResult, Mapping[str, str]], Found | None] | None:
    own = {
        "androidamap": _read_amap,
        "iosamap": _read_amap,
        "baidumap": _read_baidu,
        "bdapp": _read_baidu,
        "qqmap": _read_tencent,
    }
    hosts = {
        "amap.com": _read_amap,
        "gaode.com": _read_amap,
        "map.baidu.com": _read_baidu,
        "map.qq.com": _read_tencent,
        "openstreetmap.org": _read_osm,
        "osm.org": _read_osm,
    }
    if parts.scheme in own:
        return own[parts.scheme]
    host = parts.hostname or ""
    return next((read for name, read in hosts.items() if host == name or host.endswith(f".{name}")), None)


def _read_geo(parts: SplitResult) -> Found | None:
    """RFC 5870; 0,0?q= is how telephones write it."""
    place, *notes = unquote(parts.path).split(";")
    if any(note.casefold().startswith("crs=") and note[4:].casefold() != "wgs84" for note in notes):
        return None
    asked = dict(parse_qsl(parts.query, max_num_fields=MOST_FIELDS)).get("q", "")
    found = PAIR.match(place)
    if found and float(found[1]) == float(found[2]) == 0:
        found = PAIR.match(asked)
    return (float(found[1]), float(found[2]), Datum.WGS84) if found else None


def _read_osm(parts: SplitResult, given: Mapping[str, str]) -> Found | None:
    found = _two(given, "mlat", "mlon") or _two(given, "lat", "lon")
    if found is None and (shown := ON_OSM.search(parts.fragment)):
        found = float(shown[1]), float(shown[2])
    return (*found, Datum.WGS84) if found else None


def _read_amap(parts: SplitResult, given: Mapping[str, str]) -> Found | None:
    is_gps = given.get("coordinate") == "wgs84" or given.get("dev") == "1"
    found = _two(given, "lat", "lon") or _two(given, "lat", "lng") or _two(given, "dlat", "dlon")
    found = found or _pair(given, "position", "markers", "to", "q", "p", "location", "center")
    return (*found, Datum.WGS84 if is_gps else Datum.GCJ02) if found else None


def _read_tencent(parts: SplitResult, given: Mapping[str, str]) -> Found | None:
    found = _two(given, "pointy", "pointx") or _two(given, "lat", "lng")
    found = found or _pair(given, "marker", "coord", "tocoord", "center", "latlng")
    return (*found, Datum.WGS84 if given.get("coord_type") == "1" else Datum.GCJ02) if found else None


def _read_baidu(parts: SplitResult, given: Mapping[str, str]) -> Found | None:
    kinds = {"wgs84": Datum.WGS84, "gcj02": Datum.GCJ02}
    datum = kinds.get(given.get("coord_type", "").casefold(), Datum.BD09)
    found = _two(given, "lat", "lng")
    found = found or _pair(given, "location", "latlng", "destination", "center", "c", on_plane=True)
    if found is None and (shown := ON_BAIDU.search(unquote(parts.path))):
        found = _on_plane(float(shown[1]), float(shown[2]))
    return (*found, datum) if found else None


def _two(given: Mapping[str, str], lat: str, lng: str) -> Position | None:
    """A latitude and a longitude, each in a field of its own."""
    values = [given.get(name, "").strip() for name in (lat, lng)]
    if not all(re.fullmatch(NUMBER, value, re.ASCII) for value in values):
        return None
    return float(values[0]), float(values[1])


def _pair(given: Mapping[str, str], *names: str, on_plane: bool = False) -> Position | None:
    """Both in one field, in whatever order the service has them; the first field that holds a pair counts."""
    for name in names:
        if found := PAIR.search(given.get(name, "")):
            first, second = float(found[1]), float(found[2])
            return _on_plane(first, second) if on_plane else _in_order(first, second)
    return None


def _on_plane(first: float, second: float) -> Position | None:
    """Degrees as they are; metres of 百度's plane, which are always far more, as degrees."""
    return from_plane(first, second) if abs(first) > 180 else _in_order(first, second)
