"""From typed words to an answer: what people say for an option; unsure means no answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.guidance.matching import match_answer
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas import Question
from knowledge_base.situations import check_answer
from tests.factories.cases import food
from tests.factories.properties import PROPERTY

QUESTIONS = [
    (entry.document.item.short_name, question)
    for entry in catalogue()
    for question in entry.document.situations.questions
]


def question(name: str) -> Question:
    return next(q for q in food().document.situations.questions if q.id == name)


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("business_form", "餐馆", "catering"),
        ("business_form", "我想开个奶茶店", "catering"),
        ("business_form", "开茶餐廳", "catering"),
        ("business_form", "饭堂", "canteen"),
        ("business_form", "第二个", "food_sales"),
        ("business_form", "3", "canteen"),
        ("business_form", "选七", "street_stall"),
        ("business_form", "9", None),
        ("business_form", "今天天气不错", None),
        ("business_form", "？？", None),
        ("has_licence", "有", "business"),
        ("has_licence", "还没有", "not_yet"),
        ("has_licence", "冇", "not_yet"),
        ("dishes", "热菜和奶茶", ["drinks", "hot"]),
        ("dishes", "炒菜、刺身", ["hot", "raw"]),
        ("dishes", "炒菜、月亮石", None),
        ("area", "80", 80.0),
        ("area", "大概八十平方左右", 80.0),
        ("area", "一百二十", 120.0),
        ("area", "１２０．５㎡", 120.5),
        ("area", "两百", 200.0),
        ("area", "80m2", 80.0),
        ("area", "50到80", None),
        ("area", "不知道", None),
        ("area", "", None),
    ],
)
def test_words_are_matched(name: str, said: str, value: Any) -> None:
    assert match_answer(question(name), said) == value


@pytest.mark.parametrize(("item", "question"), QUESTIONS, ids=lambda v: getattr(v, "id", v))
def test_every_option_is_chosen_by_its_own_label(item: str, question: Question) -> None:
    """Whoever copies a button's words gets that button."""
    if question.kind not in ("single", "multiple"):
        assert question.options == [], item
        return
    for option in question.options:
        if question.kind == "single":
            assert match_answer(question, option.label) == option.id, option.label


@PROPERTY
@given(st.sampled_from([q for _, q in QUESTIONS]), st.text(max_size=30))
def test_whatever_is_matched_is_a_valid_kind_of_answer(question: Question, said: str) -> None:
    value = match_answer(question, said)
    if value is not None and question.kind in ("single", "multiple"):
        assert check_answer(question, value) == value
