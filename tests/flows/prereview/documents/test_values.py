"""Values made plain, and codes that are mended only where the check digit proves it."""

from __future__ import annotations

import random
from datetime import date

import pytest

from flows.prereview.documents import values
from tests.factories.papers.people import bank_card, credit_code, resident_id

ID = "440106198806153017"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026年11月27日", "2026-11-27"),
        ("2026.1.5", "2026-01-05"),
        ("2026-02-03", "2026-02-03"),
        ("20260203", "2026-02-03"),
        ("二〇二六年十一月二十七日", "2026-11-27"),
        ("二零二六年十月十日", "2026-10-10"),
        ("2026年2月30日", None),
        ("长期", None),
    ],
)
def test_dates(written: str, iso: str | None) -> None:
    assert values.first_date(values.compact(written)) == iso


def test_a_period_has_two_dates() -> None:
    assert values.find_dates("2020.01.02-2040.01.02") == ["2020-01-02", "2040-01-02"]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("壹拾万元（人民币）", "100000"),
        ("壹仟万元整", "10000000"),
        ("伍拾万元", "500000"),
        ("人民币100万元", "1000000"),
        ("3,500.50元", "3500.5"),
        ("一百二十三元", "123"),
        ("面议", None),
    ],
)
def test_amounts(written: str, yuan: str | None) -> None:
    assert values.amount(values.compact(written)) == yuan


def test_area() -> None:
    assert values.area(values.compact("房屋建筑面积：89.25㎡")) == "89.25"
    assert values.area("面积不详") is None


def test_compact_makes_one_form_of_many() -> None:
    assert values.compact("（黃 埔）：Ａ, 2,000") == "（黄埔）：A，2,000"


def test_letters_read_for_digits_are_mended_when_the_check_digit_proves_it() -> None:
    assert values.resident_id(ID.replace("0", "O", 1)) == (ID, 1.0)
    assert values.resident_id(ID.replace("1", "I", 1)) == (ID, 1.0)


def test_every_other_single_error_stays_as_read_and_is_not_sure() -> None:
    """No digit is ever changed: GB 11643's check finds each of them."""
    for place in range(18):
        for digit in "0123456789":
            wrong = ID[:place] + digit + ID[place + 1 :]
            if wrong != ID:
                assert values.resident_id(wrong) == (wrong, values.UNPROVED)


def test_credit_codes() -> None:
    code = credit_code(random.Random(5))
    assert values.credit_code(code.lower()) == (code, 1.0)
    for place in range(18):
        letter = "A" if code[place] != "A" else "B"
        wrong = code[:place] + letter + code[place + 1 :]
        assert values.credit_code(wrong) == (wrong, values.UNPROVED)


def test_an_id_is_found_amid_other_words() -> None:
    made = resident_id(random.Random(1), date(1990, 5, 6), "男")
    assert values.resident_id(f"身份证号码{made}，住址") == (made, 1.0)
    assert values.resident_id("电话13800138000") is None


def test_luhn() -> None:
    number = bank_card(random.Random(2))
    assert values.is_luhn(number)
    assert not values.is_luhn(number[:-1] + str((int(number[-1]) + 1) % 10))
