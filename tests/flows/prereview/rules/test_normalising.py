"""Names, addresses and dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from flows.prereview.rules.normalising import date_of, is_same_address, number_of, plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("广东省广州市天河区石牌西路1号首层之一", "石牌西路１号1楼之一"),
        ("广州市天河区天河路1号901房", "天河区天河路1号901室"),
        ("天河区体育西路1号1201房", "广州市天河区体育西路1号某某大厦1201房"),
        ("广州市天河区棠下街道棠东东路12号3栋502", "天河区棠东东路12号三幢502房"),
        ("广州市天河区石牌村石牌西路1号", "广州市天河区石牌西路1号"),
        ("广州大道中100号", "广州市天河区广州大道中100号"),
        ("天河路1号", "广州市天河区天河路1号901房（仅限办公）"),
        ("廣州市天河區天河路1號", "广州市天河区天河路1号"),
        ("天河区黄埔大道西100号十二楼", "天河区黄埔大道西100号12层"),
    ],
)
def test_the_same_place_written_two_ways(one: str, other: str) -> None:
    assert is_same_address(one, other)
    assert is_same_address(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("广州市天河区天河路1号", "广州市天河区天河北路1号"),
        ("天河区天河路1号901房", "天河区天河路1号902房"),
        ("天河区天河路1号", "天河区天河路11号"),
        ("天河区天河路12号", "天河区天河路1号2房"),
        ("天河区石牌西路1号首层", "天河区石牌西路1号二楼"),
        ("越秀区中山路1号", "天河区中山路1号"),
        ("天河区石牌西路", "天河区石牌西路1号"),
    ],
)
def test_two_places(one: str, other: str) -> None:
    assert not is_same_address(one, other)
    assert not is_same_address(other, one)


def test_names() -> None:
    assert plain_name("广州某某（天河）餐饮有限公司") == plain_name("广州某某(天河)餐饮有限公司")
    assert plain_name("阿依古丽·买买提") == plain_name("阿依古丽• 买买提")
    assert plain_name("陳大文") == plain_name("陈 大文")
    assert plain_name("陈大文") != plain_name("陈大丈")


def test_days() -> None:
    assert date_of("2026年11月27日") == date_of("2026.11.27") == date(2026, 11, 27)
    assert date_of("20261127") == date(2026, 11, 27)
    assert date_of("长期") == date.max
    assert date_of("2026-02-30") is None
    assert date_of("不清楚") is None


def test_numbers() -> None:
    assert number_of("人民币200万元") == number_of("2,000,000元") == 2_000_000
    assert number_of("没有") is None
