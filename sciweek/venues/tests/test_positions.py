"""Between datums and back; reading a position out of whatever somebody pastes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sciweek.venues.logic.positions import (
    distance_m,
    is_link,
    map_links,
    read_map_link,
    to_bd09,
    to_gcj02,
    to_wgs84,
)
from sciweek.venues.logic.positions.baidu import from_plane
from sciweek.venues.logic.positions.datums import EAST, NORTH, SOUTH, WEST
from sciweek.venues.states import Datum

# Inside of China, a step away from the edge at which the services begin to shift.
LATITUDES = st.floats(SOUTH + 0.1, NORTH - 0.1)
LONGITUDES = st.floats(WEST + 0.1, EAST - 0.1)
DATUMS = st.sampled_from(list(Datum))
TO = {Datum.WGS84: to_wgs84, Datum.GCJ02: to_gcj02, Datum.BD09: to_bd09}


@given(LATITUDES, LONGITUDES, DATUMS, DATUMS)
@example(31.2165, 121.4372, Datum.WGS84, Datum.BD09)
def test_a_position_comes_back_from_every_datum_within_a_centimetre(
    lat: float, lng: float, here: Datum, there: Datum
) -> None:
    far = TO[there](lat, lng, here)
    back = TO[here](*far, there)
    assert distance_m((lat, lng), back) < 0.01


@given(LATITUDES, LONGITUDES)
def test_inside_china_the_shift_is_some_hundred_metres_and_never_kilometres(lat: float, lng: float) -> None:
    assert 1 < distance_m((lat, lng), to_gcj02(lat, lng, Datum.WGS84)) < 1500
    assert distance_m((lat, lng), to_bd09(lat, lng, Datum.WGS84)) < 3500


@given(st.floats(-90, 90), st.floats(-180, 180), DATUMS, DATUMS)
def test_outside_of_china_nothing_is_touched(lat: float, lng: float, here: Datum, there: Datum) -> None:
    if SOUTH <= lat <= NORTH and WEST <= lng <= EAST:
        lng = -lng
    assert TO[there](lat, lng, here) == (lat, lng)


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # Pairs that other programs reckon with too.
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ],
)
def test_known_pairs_are_met(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert distance_m(to_gcj02(*wgs84, Datum.WGS84), gcj02) < 0.01
    assert distance_m(to_wgs84(*gcj02, Datum.GCJ02), wgs84) < 0.01


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance_m((30, 120), (31, 120)) == pytest.approx(111_195, abs=5)
    assert distance_m((30, 120), (30, 120)) == 0
    assert distance_m((0, 0), (0, 180)) == pytest.approx(20_015_115, abs=100)


@pytest.mark.parametrize(
    ("pasted", "datum"),
    [
        ("31.2165, 121.4372", Datum.WGS84),
        ("121.4372，31.2165", Datum.WGS84),
        ("(31.2165 121.4372)", Datum.WGS84),
        ("３１．２１６５，１２１．４３７２", Datum.WGS84),
        ("31.2165°, 121.4372°", Datum.WGS84),
        ("北纬31.2165度，东经121.4372度", Datum.WGS84),
        ("经度：121.4372 纬度：31.2165", Datum.WGS84),
        ("百度坐标 31.2165,121.4372", Datum.BD09),
        ("GCJ-02: 31.2165,121.4372", Datum.GCJ02),
        ("geo:31.2165,121.4372", Datum.WGS84),
        ("geo:31.2165,121.4372,12;crs=wgs84;u=35?z=17", Datum.WGS84),
        ("geo:0,0?q=31.2165,121.4372(科技馆)", Datum.WGS84),
        ("https://www.openstreetmap.org/#map=17/31.2165/121.4372", Datum.WGS84),
        ("https://www.openstreetmap.org/?mlat=31.2165&mlon=121.4372#map=17/31.3/121.5", Datum.WGS84),
        ("https://uri.amap.com/marker?position=121.4372,31.2165&name=%E9%A6%86", Datum.GCJ02),
        ("https://uri.amap.com/marker?position=121.4372,31.2165&coordinate=wgs84", Datum.WGS84),
        ("https://uri.amap.com/navigation?from=&to=121.4372,31.2165,馆&mode=car", Datum.GCJ02),
        ("【高德地图】区科技馆https://www.amap.com/?p=B00155L3DH,31.2165,121.4372,馆,路，快来", Datum.GCJ02),
        ("https://wb.amap.com/?q=31.2165%2C121.4372%2C%E9%A6%86", Datum.GCJ02),
        ("androidamap://viewMap?sourceApplication=x&poiname=x&lat=31.2165&lon=121.4372&dev=0", Datum.GCJ02),
        ("iosamap://viewMap?sourceApplication=x&lat=31.2165&lon=121.4372&dev=1", Datum.WGS84),
        ("https://api.map.baidu.com/marker?location=31.2165,121.4372&title=x&output=html", Datum.BD09),
        ("http://api.map.baidu.com/marker?location=31.2165,121.4372&coord_type=gcj02", Datum.GCJ02),
        ("http://api.map.baidu.com/marker?location=31.2165,121.4372&coord_type=wgs84", Datum.WGS84),
        ("baidumap://map/direction?destination=latlng:31.2165,121.4372|name:馆", Datum.BD09),
        ("https://apis.map.qq.com/uri/v1/marker?marker=coord:31.2165,121.4372;title:馆;addr:x", Datum.GCJ02),
        ("https://apis.map.qq.com/uri/v1/geocoder?coord=31.2165,121.4372&coord_type=1", Datum.WGS84),
        ("https://map.qq.com/?type=marker&pointx=121.4372&pointy=31.2165&name=x", Datum.GCJ02),
        ("HTTPS://MAP.QQ.COM/?pointx=121.4372&pointy=31.2165", Datum.GCJ02),
    ],
)
def test_what_people_paste_is_read_with_its_datum(pasted: str, datum: Datum) -> None:
    assert read_map_link(pasted) == (31.2165, 121.4372, datum)


def test_the_address_line_of_baidu_shows_metres_that_become_degrees() -> None:
    found = read_map_link(
        "https://map.baidu.com/poi/%E4%B8%8A%E6%B5%B7/@13520653.5,3617391.2,19z?uid=1&querytype=detailConInfo"
    )
    assert found is not None
    assert found[2] == Datum.BD09
    # 百度's plane keeps Mercator's longitude: 13,520,653.5 m east are 121.4568°.
    assert found[1] == pytest.approx(121.4568, abs=0.001)
    assert 30.9 < found[0] < 31.1


@given(st.floats(-20_000_000, 20_000_000), st.floats(-12_400_000, 12_400_000))
def test_every_metre_of_baidus_plane_lies_on_earth(east: float, north: float) -> None:
    found = from_plane(east, north)
    assert found is not None
    assert -90 <= found[0] <= 90
    assert -181 <= found[1] <= 181


@pytest.mark.parametrize("band", [1678043.12, 3481989.83, 5591021.0, 8362377.87])
def test_the_bands_of_baidus_plane_meet(band: float) -> None:
    below, above = from_plane(13_000_000, band - 0.01), from_plane(13_000_000, band + 0.01)
    assert below is not None
    assert above is not None
    assert distance_m(below, above) < 1


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "临江区科技馆",
        "0890-6120118",
        "滨江路18号121室",
        "2027.05, 22",
        "91.5, 200.5",
        "31.2165, 999.1",
        "nan, inf",
        "1e400, 121",
        "https://surl.amap.com/4gXh7sT1a5pR",
        "https://j.map.baidu.com/3f/kWpl",
        "https://evil.example/?q=31.2165,121.4372",
        "https://amap.com.evil.example/?q=31.2165,121.4372",
        "https://evilamap.com/?q=31.2165,121.4372",
        "https://uri.amap.com/marker?position=999,999",
        "https://uri.amap.com/marker?position=",
        "https://map.baidu.com/@99999999999.1,1,19z",
        "https://map.baidu.com/@99999999,88888888,19z",
        "https://[::1/?q=31.2,121.4",
        "https://uri.amap.com:99999999/marker?position=x",
        "geo:",
        "geo:31.2,121.4;crs=nad27",
        "geo:0,0?q=科技馆",
        "javascript:alert(31.2165)",
        "https://uri.amap.com/marker?" + "a=1&" * 900 + "position=121.4,31.2",
    ],
)
def test_what_holds_no_position_says_nothing(pasted: str) -> None:
    assert read_map_link(pasted) is None


@given(st.text())
@example("geo:" + "1" * 5000)
@example("https://uri.amap.com/marker?position=" + "1," * 3000)
@example("1.11 " * 2000)
@example("https://map.baidu.com/@" + "-" * 3000)
def test_whatever_is_pasted_the_answer_is_a_place_on_earth_or_nothing(pasted: str) -> None:
    for text in (pasted, f"geo:{pasted}", f"https://uri.amap.com/marker?position={pasted}"):
        found = read_map_link(text)
        assert found is None or (-90 <= found[0] <= 90 and -180 <= found[1] <= 180 and found[2] in Datum)


def test_a_link_says_its_datum_and_bare_numbers_do_not() -> None:
    assert is_link("看这里 https://uri.amap.com/marker?position=121.4,31.2")
    assert is_link("geo:31.2,121.4")
    assert not is_link("31.2, 121.4")


@given(LATITUDES, LONGITUDES, DATUMS)
def test_the_links_that_are_written_are_read_back_as_the_same_place(
    lat: float, lng: float, datum: Datum
) -> None:
    here = to_wgs84(lat, lng, datum)
    for link in map_links(lat, lng, datum, "临江; 科技馆|一号:楼 & <馆>"):
        found = read_map_link(link.href)
        assert found is not None, link
        assert distance_m(to_wgs84(*found), here) < 1
