"""Field limits of subscribe messages, as WeChat's document lists them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.fields import fitted


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("thing1", "字" * 20, "字" * 20),
        ("thing12", "字" * 21, "字" * 19 + "…"),
        ("thing1", "一\n二  三", "一 二 三"),
        ("phrase2", "待补正材料等", "待补正材料"),
        ("name3", "欧阳" * 6, "欧阳" * 4 + "欧…"),
        ("name3", "Alexander Smith", "Alexander Smith"),
        ("character_string4", "T" * 33, "T" * 32),
        ("phone_number5", "1" * 18, "1" * 17),
        ("car_number6", "粤A123456789", "粤A123456"),
        ("symbol7", "ABCDEF", "ABCDE"),
        ("time8", "2026年11月23日 10:00", "2026年11月23日 10:00"),
    ],
)
def test_values_fit_their_field(name: str, value: str, expected: str) -> None:
    assert fitted(name, value) == expected


@given(value=st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_thing_is_never_longer_than_twenty_and_stays_on_one_line(value: str) -> None:
    text = fitted("thing1", value)
    assert len(text) <= 20
    assert "\n" not in text
    assert fitted("thing1", text) == text
