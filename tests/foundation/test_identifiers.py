"""Identifiers: what is well formed is read, and every single wrong character is noticed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.identifiers import (
    CaseNumber,
    CreditCode,
    IdentifierInvalid,
    ItemCode,
    ResidentId,
    mask_name,
    mask_phone,
)
from foundation.logging import mask_personal_data
from tests.factories.properties import PROPERTY

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIGITS = "0123456789"


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    body = f"{draw(st.integers(110000, 659999))}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + ResidentId.check_character(body)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    body = draw(st.text(CREDIT_ALPHABET, min_size=17, max_size=17))
    return body + CreditCode.check_character(body)


@st.composite
def case_numbers(draw: st.DrawFn) -> str:
    body = draw(st.text(DIGITS, min_size=14, max_size=14))
    return f"TH{body}{CaseNumber.check_digit(body)}"


@st.composite
def miswritten(draw: st.DrawFn, right: st.SearchStrategy[str], alphabet: str, start: int) -> str:
    """A right identifier with one character, from `start` on, replaced by another."""
    text = draw(right)
    place = draw(st.integers(start, len(text) - 1))
    other = draw(st.sampled_from([c for c in alphabet if c != text[place]]))
    return text[:place] + other + text[place + 1 :]


@PROPERTY
@given(resident_ids())
def test_a_resident_id_is_read(text: str) -> None:
    assert str(ResidentId.parse(f" {text.lower()} ")) == text


@PROPERTY
@given(miswritten(resident_ids(), DIGITS + "X", 0))
def test_one_wrong_character_in_a_resident_id_is_noticed(text: str) -> None:
    with pytest.raises(IdentifierInvalid):
        ResidentId.parse(text)


@PROPERTY
@given(credit_codes())
def test_a_credit_code_is_read(text: str) -> None:
    assert str(CreditCode.parse(text.lower())) == text


@PROPERTY
@given(miswritten(credit_codes(), CREDIT_ALPHABET, 0))
def test_one_wrong_character_in_a_credit_code_is_noticed(text: str) -> None:
    with pytest.raises(IdentifierInvalid):
        CreditCode.parse(text)


@PROPERTY
@given(case_numbers())
def test_a_case_number_is_read_as_people_write_it(text: str) -> None:
    spoken = f"{text[:2].lower()}-{text[2:10]} {text[10:]}"
    assert str(CaseNumber.parse(spoken)) == text


@PROPERTY
@given(miswritten(case_numbers(), DIGITS, 2))
def test_one_wrong_digit_in_a_case_number_is_noticed(text: str) -> None:
    with pytest.raises(IdentifierInvalid):
        CaseNumber.parse(text)


@PROPERTY
@given(st.text(max_size=40))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    for kind in (ResidentId, CreditCode, CaseNumber, ItemCode):
        with suppress(IdentifierInvalid):
            assert kind.parse(text).value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("44010619880615301", "18位"),
        ("44010619880615301A", "数字或X"),
        ("440106198802303017", "出生日期不存在"),
        ("440106188806153017", "出生日期不合理"),
        ("440106208806153017", "出生日期不合理"),
        ("440106198806153018", "校验位"),
        ("４４０１０６１９８８０６１５３０１７", "数字"),
    ],
)
def test_a_wrong_resident_id_is_told_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(IdentifierInvalid, match=said):
        ResidentId.parse(text, today=date(2026, 11, 23))


def test_published_numbers_are_right() -> None:
    """The examples of GB 11643-1999 (附录) and GB 32100-2015's usual one."""
    assert ResidentId.parse("11010519491231002X")
    assert CreditCode.parse("91350100M000100Y43")


def test_new_case_numbers_carry_their_day_and_differ() -> None:
    numbers = {str(CaseNumber.new(date(2026, 11, 23))) for _ in range(200)}
    assert len(numbers) > 190
    assert all(n.startswith("TH20261123") and CaseNumber.parse(n) for n in numbers)


@PROPERTY
@given(resident_ids())
def test_a_masked_resident_id_hides_birthday(text: str) -> None:
    masked = ResidentId.parse(text).masked()
    assert len(masked) == 18
    assert masked[:3] + masked[-4:] == text[:3] + text[-4:]
    assert masked[3:14] == "*" * 11


@pytest.mark.parametrize(
    ("name", "masked"),
    [("陈大文", "陈*文"), ("陈文", "陈*"), ("欧阳大文", "欧**文"), ("陈", "陈"), ("", "")],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_phones_are_masked() -> None:
    assert mask_phone("13800138001") == "138****8001"
    assert mask_phone("12345") == "*****"


def test_logs_never_show_numbers_of_people() -> None:
    said = mask_personal_data("身份证440106198806153017，电话13800138001，编号TH202611230000018")
    assert "19880615" not in said
    assert "0013" not in said.split("电话")[1].split("，")[0]
    assert "TH202611230000018" in said
