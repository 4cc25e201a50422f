"""`unproved` lets through what stands in the data, and catches what was changed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.proof import facts_of, unproved

GUIDE = {
    "item": {"name": "居住证申领", "department": {"name": "广州市公安局天河区分局"}},
    "guide": {
        "promised": {"days": 15, "unit": "工作日"},
        "statutory": {"days": 20, "unit": "工作日"},
        "visits": {"count": 1},
        "fee": {"text": "工本费20元"},
        "places": [
            {
                "name": "天河区政务服务中心",
                "address": "广州市天河区软件路13号",
                "hours": "周一至周五9:00-12:00、13:00-17:00",
                "phone": "020-38622000",
            }
        ],
    },
    "materials": [
        {"name": "居住证申领表", "required": True, "conditional": False},
        {"name": "租赁合同", "required": True, "conditional": True},
        {"name": "学籍证明", "required": True, "conditional": True},
    ],
    "sources": [
        {"title": "居住证暂行条例", "document_number": "国务院令第663号", "as_of": "2026-11-20"}
    ],
    "text": "公安机关应当自受理之日起十五日内制作发放居住证，一式两份。",
}
RUN = {
    "progress": {"answered": 0, "remaining_at_most": 7},
    "result": {
        "materials": [
            {"name": "居住证申领表", "required": True},
            {"name": "照片", "required": True},
            {"name": "委托书", "required": False},
        ],
        "not_needed": [{"name": "学籍证明"}],
    },
}
SAID = [
    "「居住证申领」由广州市公安局天河区分局办理。",
    "在天河区政务服务中心（广州市天河区软件路13号）办理；承诺15个工作日；工本费20元。",
    "周一至周五9:00-12:00、13:00-17:00，电话020-38622000。",
    "法定时限20个工作日，需到现场1次。还有2份材料要看情形，有的不用交。",
    "需要2份材料：居住证申领表、照片。另有1份不用交。最多7个问题。",
    "《居住证暂行条例》（国务院令第663号），据2026年11月20日的目录，2026年11月核对。",
    "受理之日起十五日内发放，一式两份。",
    "也可以拨打12345咨询，问「居住证怎么办」。办件编号TH开头，共17位。",
    "长者模式一次只问一件事。",
]
CHANGED = {
    "number": ("承诺15个工作日", "承诺5个工作日"),
    "number_of_another_field": ("承诺15个工作日", "承诺1个工作日"),
    "statutory": ("法定时限20个工作日", "法定时限30个工作日"),
    "money": ("工本费20元", "工本费25元"),
    "free": ("工本费20元", "工本费2元"),
    "phone": ("020-38622000", "020-38622001"),
    "hours": ("9:00-12:00", "8:30-12:00"),
    "visits": ("需到现场1次", "需到现场2次"),
    "depends": ("还有2份材料", "还有3份材料"),
    "needed": ("需要2份材料", "需要3份材料"),
    "not_needed": ("另有1份", "另有2份"),
    "questions": ("最多7个问题", "最多8个问题"),
    "promised_for_statutory": ("承诺15个工作日", "承诺20个工作日"),
    "district": ("广州市天河区软件路", "广州市海珠区软件路"),
    "document_number": ("第663号", "第636号"),
    "date": ("2026年11月20日", "2026年11月21日"),
    "month": ("2026年11月核对", "2026年12月核对"),
    "item": ("「居住证申领」", "「居住证签注」"),
    "document": ("《居住证暂行条例》", "《居住证管理条例》"),
    "department": ("由广州市公安局天河区分局", "由广州市公安局海珠区分局"),
    "place": ("在天河区政务服务中心", "在越秀区政务服务中心"),
    "street": ("软件路13号", "体育路13号"),
    "house": ("软件路13号", "软件路31号"),
    "in_chinese": ("十五日内", "十日内"),
    "copies_in_chinese": ("一式两份", "一式三份"),
    "hotline": ("12345", "12346"),
}


@pytest.fixture
def facts() -> Any:
    return facts_of([GUIDE, RUN])


@pytest.mark.parametrize("words", SAID)
def test_what_stands_in_the_data_may_be_said(words: str, facts: Any) -> None:
    assert unproved({"text": words}, facts) == []


@pytest.mark.parametrize(("right", "wrong"), CHANGED.values(), ids=CHANGED)
def test_what_was_changed_is_caught(right: str, wrong: str, facts: Any) -> None:
    said = next(words for words in SAID if right in words)
    assert unproved({"text": said.replace(right, wrong)}, facts)


def test_a_button_is_said_too(facts: Any) -> None:
    button = {"title": "「居住证签注」9元", "payload": "/human"}
    assert unproved({"text": "请选择", "buttons": [button]}, facts) == ["「居住证签注」", "9元"]


def test_the_words_of_the_citizen_may_be_said_back() -> None:
    assert unproved({"text": "好，已改为「120平方米」。"}, facts_of(["改成120平方米"])) == []
    assert unproved({"text": "好，已改为「150平方米」。"}, facts_of(["改成120平方米"]))


def test_a_number_within_a_longer_one_proves_nothing() -> None:
    assert unproved({"text": "要2份"}, facts_of(["2026-11-27 12份"])) == ["2份"]
