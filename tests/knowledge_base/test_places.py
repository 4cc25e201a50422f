"""Places: found by name, street and service; nearest first; faults of their sheets are found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge_base.checks import check_places, warn_sheets
from knowledge_base.places import PlaceIndex, load_places, place_index
from knowledge_base.schemas import ServicePlace

CENTRE = (113.3612, 23.1246)


def place(id_: str, name: str, location: tuple[float, float] | None = None) -> ServicePlace:
    raw: dict[str, Any] = {
        "id": id_,
        "name": name,
        "kind": "hall",
        "address": "广州市天河区，或拨打12345",
        "hours": "周一至周五",
        "phone": "12345",
        "district": "天河区",
        "location": location,
        "services": ["社会保障"],
        "source": {"title": "指引", "as_of": "2026-11-23"},
    }
    return ServicePlace.model_validate(raw)


def _names(query: str) -> list[str]:
    return [match.place.name for match in place_index().search(query)]


def test_without_a_query_all_places_are_shown() -> None:
    assert len(_names("")) == len(load_places())


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("五山", "五山街道政务服务中心"),
        ("石牌街道辦事嘅地方", "石牌街道政务服务中心"),
        ("五山街道居住证", "五山街道政务服务中心"),
        ("软件路13号", "天河区政务服务中心"),
        ("邊度辦護照", "广州市公安局天河区分局出入境办证窗口"),
        ("补身份证去哪里", "天河区各公安派出所户政窗口"),
    ],
)
def test_a_place_is_found_by_name_street_or_service(query: str, name: str) -> None:
    assert _names(query)[0] == name


def test_a_service_finds_every_place_that_offers_it() -> None:
    offering = {p.name for p in load_places() if "居住证" in p.services}
    assert set(_names("居住证在哪里办")) == offering


@pytest.mark.parametrize(
    "query", ["我想吃火锅", "你好", "🍚", "？", "12345", "宠物殡葬服务机构备案"]
)
def test_what_names_no_place_finds_none(query: str) -> None:
    assert _names(query) == []


def test_the_nearest_comes_first_and_unmeasured_places_last() -> None:
    index = PlaceIndex(
        [
            place("unknown", "没有坐标的大厅"),
            place("far", "远的大厅", (113.3812, 23.1246)),
            place("near", "近的大厅", (113.3622, 23.1246)),
        ]
    )
    found = index.search("大厅", CENTRE)
    assert [m.place.id for m in found] == ["near", "far", "unknown"]
    assert [m.distance_m for m in found] == [pytest.approx(102, abs=2), 2045, None]


def test_faults_of_the_sheet_are_found() -> None:
    swapped = place("b", "甲大厅", (23.12, 83.36))
    assert list(check_places([place("a", "甲大厅"), swapped])) == [
        "地点名称「甲大厅」重复",
        "地点「甲大厅」的坐标不在广州（应为经度在前、纬度在后）",
    ]
    assert list(check_places(load_places())) == []


def test_a_place_that_has_moved_away_is_a_fault_and_an_unread_source_a_warning() -> None:
    closed = place("a", "甲大厅").model_copy(update={"expires_on": date(2026, 1, 1)})
    assert list(check_places([closed])) == ["地点「甲大厅」或它的来源已失效"]
    assert list(warn_sheets([], [closed], 365, date(2026, 11, 27))) == []
    (warning,) = warn_sheets([], [closed], 365, date(2028, 11, 27))
    assert "地点「甲大厅」的来源已735天没有重新核对" in warning


def test_a_rough_location_says_so() -> None:
    """Nobody measured these: the middle of a street's area is not the door of its centre."""
    located = [p for p in load_places() if p.location]
    assert len(located) >= 21
    assert {p.location_accuracy for p in located if not p.verified} == {"street"}
