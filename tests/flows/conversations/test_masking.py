"""What could lead to a person is taken out of a sentence; what was asked stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.conversations.masking import masked
from tests.factories.properties import PROPERTY


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("我身份证440106198806153017，怎么补", "我身份证（号码）,怎么补"),
        ("电话 138 0013 8001 打得通吗", "电话 （号码） 打得通吗"),
        ("１３８００１３８００１", "（号码）"),
        ("办件TH202611230000017到哪了", "办件（号码）到哪了"),
        ("护照E12345678丢了", "护照（号码）丢了"),
        ("发到 chen.dawen@example.com 行吗", "发到 （邮箱） 行吗"),
        ("我叫陈大文，想补社保卡", "我叫某某,想补社保卡"),
        ("满60岁能领吗，要交3份材料", "满60岁能领吗,要交3份材料"),
        ("这个事项叫什么", "这个事项叫什么"),
        ("打12345投诉", "打12345投诉"),
    ],
)
def test_personal_data_are_taken_out(said: str, left: str) -> None:
    assert masked(said) == left


@PROPERTY
@given(st.text(max_size=30), st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text(max_size=30))
def test_no_phone_number_survives(before: str, phone: str, after: str) -> None:
    assert phone not in masked(f"{before}，{phone}，{after}")


@PROPERTY
@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(said: str) -> None:
    assert masked(masked(said)) == masked(said)
