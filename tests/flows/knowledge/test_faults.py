"""Faults of a body are told in Chinese, field by field, whatever is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from flows.knowledge.faults import faults_in

SOUND: dict[str, Any] = {
    "id": "annual_report",
    "question": "个体户年报怎么报？",
    "asks": ["年报怎么填", "年报几时交", "个体户要唔要年报", "年报在哪里填"],
    "answer": "每年1月1日至6月30日填报。",
    "source": {"title": "促进个体工商户发展条例", "as_of": "2026-11-27"},
}
GOLDEN = [
    ({"asks": ["只有一种"]}, "asks: 至少要有4条，现在有1条"),
    ({"answer": "  "}, "answer: 还没有填写"),
    ({"question": "长" * 201}, "question: 最多200个字"),
    ({"id": "Annual Report"}, "id: 只能用小写英文字母、数字和下划线，以字母开头"),
    ({"source": {"title": "条例"}}, "source.as_of: 还没有填写"),
    ({"source": {"title": "条例", "as_of": "昨天"}}, "source.as_of: 应为日期，例如2026-11-27"),
    (
        {"source": {"title": "条例", "as_of": "2026-11-27", "url": "www.gd.gov.cn"}},
        "source.url: 应以http://或https://开头",
    ),
    ({"act": "ask_weather"}, "act: 只能是'ask_fee'、'ask_duration'、'ask_online'或'ask_place'"),
    ({"verified": "大概"}, "verified: 应为是或否"),
    ({"colour": "red"}, "colour: 没有这一项，请删去或核对名称"),
]


def test_a_sound_body_has_no_fault() -> None:
    assert faults_in("faq", SOUND) == []


@pytest.mark.parametrize(("changes", "fault"), GOLDEN, ids=[f for _c, f in GOLDEN])
def test_a_fault_names_its_field_and_what_to_do(changes: dict[str, Any], fault: str) -> None:
    assert faults_in("faq", {**SOUND, **changes}) == [fault]


def test_an_empty_item_names_every_part() -> None:
    faults = faults_in("item", {})
    assert {f.split(":")[0] for f in faults} == {
        "item", "guide", "situations", "materials", "form", "examples"
    }  # fmt: skip
