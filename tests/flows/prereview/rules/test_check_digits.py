"""Every single-character error in an ID number or credit code is found: all, not a sample."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from flows.prereview.rules import judge
from foundation.identifiers import CreditCode, ResidentId
from knowledge_base.schemas.prereview import Format, Recognised, Rule, RuleSet
from tests.factories.cases import food
from tests.factories.readings import inputs, reading

CODE = food().document.item.code
NUMBERS, CODES = 40, 12
_DIGITS, _LETTERS = "0123456789", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def resident_ids(count: int) -> list[str]:
    drawn = random.Random(11643)
    numbers = []
    for _ in range(count):
        born = date(1930, 1, 1) + timedelta(days=drawn.randrange(33_000))
        body = f"{drawn.choice(['440106', '440103', '110101', '522301'])}{born:%Y%m%d}"
        body += f"{drawn.randrange(1000):03}"
        numbers.append(body + ResidentId.check_character(body))
    return numbers


def credit_codes(count: int) -> list[str]:
    drawn = random.Random(32100)
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = []
    for _ in range(count):
        body = "91440106" + "".join(drawn.choice(alphabet) for _ in range(9))
        codes.append(body + CreditCode.check_character(body))
    return codes


def one_wrong(number: str, letters: str) -> Iterator[str]:
    for place, right in enumerate(number):
        yield from (number[:place] + c + number[place + 1 :] for c in letters if c != right)


def verdict(pattern: str, text: str) -> list[str]:
    rules = RuleSet(
        code=CODE,
        name="试",
        rules=[
            Rule(id="kind", material="business_licence", check=Recognised(kinds=["other"])),
            Rule(
                id="number",
                material="business_licence",
                check=Format.model_validate({"field": "number", "pattern": pattern}),
            ),
        ],
    )
    read = reading("a", "other", fields={"number": text})
    found = judge(rules, food().document, inputs({"business_licence": [read]}))
    return [f.verdict for f in found]


@pytest.mark.parametrize("number", resident_ids(NUMBERS))
def test_one_wrong_character_in_an_id_number_is_found(number: str) -> None:
    assert verdict("id_number", number) == []
    for wrong in one_wrong(number, _DIGITS + "X"):
        assert verdict("id_number", wrong) == ["fail"], wrong


@pytest.mark.parametrize("code", credit_codes(CODES))
def test_one_wrong_character_in_a_credit_code_is_found(code: str) -> None:
    assert verdict("credit_code", code) == []
    for wrong in one_wrong(code, _LETTERS):
        assert verdict("credit_code", wrong) == ["fail"], wrong


def test_one_wrong_digit_of_a_card_number_is_found() -> None:
    card = "6222021001122334458"
    assert verdict("luhn", card) == []
    for wrong in one_wrong(card, _DIGITS):
        assert verdict("luhn", wrong) == ["fail"], wrong
