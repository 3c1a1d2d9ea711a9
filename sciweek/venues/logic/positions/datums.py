"""Between WGS-84 (GPS, OpenStreetMap), GCJ-02 (高德, 腾讯) and BD-09 (百度), and how far two places lie apart.

Chinese services draw everything some hundred metres away from where it is, by a formula that is smooth and that
nobody publishes backwards. The way back is therefore walked: guess, look where the guess would be drawn, correct.
"""

from collections.abc import Callable
from decimal import Decimal
from math import asin, atan2, cos, hypot, isfinite, pi, radians, sin, sqrt

from sciweek.venues.states import Datum

Degrees = float | Decimal
Position = tuple[float, float]
Shift = Callable[[float, float], Position]

# The services leave the rest of the world alone. They tell it apart by this rectangle, as far as anybody knows.
SOUTH, NORTH, WEST, EAST = 0.8293, 55.8271, 72.004, 137.8347
# The ellipsoid of Krasovsky, against which GCJ-02 is reckoned.
RADIUS, ECCENTRICITY = 6378245.0, 0.00669342162296594323
EARTH = 6371008.8  # its mean radius, in metres
BAIDU = pi * 3000 / 180
ROUNDS, NEAR_ENOUGH = 30, 1e-10  # degrees: a hundredth of a millimetre


def is_shifted(lat: float, lng: float) -> bool:
    """Whether Chinese services draw the place somewhere else."""
    return SOUTH <= lat <= NORTH and WEST <= lng <= EAST


def to_wgs84(lat: Degrees, lng: Degrees, datum: str) -> Position:
    """Where GPS and OpenStreetMap have it; outside of China the numbers stay as they are."""
    lat, lng = float(lat), float(lng)
    if datum == Datum.WGS84:
        return lat, lng
    return _back(_wgs84_to_gcj02, *to_gcj02(lat, lng, datum))


def to_gcj02(lat: Degrees, lng: Degrees, datum: str) -> Position:
    """Where 高德 and 腾讯 draw it."""
    lat, lng = float(lat), float(lng)
    if datum == Datum.BD09:
        return _back(_gcj02_to_bd09, lat, lng)
    return _wgs84_to_gcj02(lat, lng) if datum == Datum.WGS84 else (lat, lng)


def to_bd09(lat: Degrees, lng: Degrees, datum: str) -> Position:
    """Where 百度 draws it."""
    if datum == Datum.BD09:
        return float(lat), float(lng)
    return _gcj02_to_bd09(*to_gcj02(lat, lng, datum))


def distance_m(one: tuple[Degrees, Degrees], other: tuple[Degrees, Degrees]) -> float:
    """Metres along the ground between two positions of the same datum."""
    lat, lng, lat2, lng2 = (radians(float(value)) for value in (*one, *other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lng2 - lng) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))


def _back(shift: Shift, lat: float, lng: float) -> Position:
    """The place that `shift` brings here."""
    if not (isfinite(lat) and isfinite(lng) and is_shifted(lat, lng)):
        return lat, lng
    guess = lat, lng
    for _round in range(ROUNDS):
        drawn = shift(*guess)
        miss = lat - drawn[0], lng - drawn[1]
        guess = guess[0] + miss[0], guess[1] + miss[1]
        if max(map(abs, miss)) < NEAR_ENOUGH:
            break
    return guess


def _wgs84_to_gcj02(lat: float, lng: float) -> Position:
    if not is_shifted(lat, lng):
        return lat, lng
    north, east = _waves(lng - 105.0, lat - 35.0)
    flattened = 1 - ECCENTRICITY * sin(radians(lat)) ** 2
    along = RADIUS * (1 - ECCENTRICITY) / (flattened * sqrt(flattened))
    across = RADIUS / sqrt(flattened) * cos(radians(lat))
    return lat + north * 180 / (along * pi), lng + east * 180 / (across * pi)


def _waves(x: float, y: float) -> Position:
    """The shift to the north and to the east, in metres."""
    both = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + both
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + both
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return north, east


def _gcj02_to_bd09(lat: float, lng: float) -> Position:
    if not is_shifted(lat, lng):
        return lat, lng
    length = hypot(lng, lat) + 0.00002 * sin(lat * BAIDU)
    angle = atan2(lat, lng) + 0.000003 * cos(lng * BAIDU)
    return length * sin(angle) + 0.006, length * cos(angle) + 0.0065
