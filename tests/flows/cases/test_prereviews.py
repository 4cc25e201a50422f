"""What the rules are told of an applicant beside his papers."""

from __future__ import annotations

from flows.cases.prereviews import registers_of
from foundation.models import User
from knowledge_base.checks.rules import REGISTERS


def test_the_register_tells_of_an_enterprise_by_the_names_of_the_rules() -> None:
    known = {
        "name": "陈大文",
        "enterprise_name": "广州天禾餐饮有限公司",
        "credit_code": "91440106MADEMX0030",
        "legal_person_name": "陈大文",
    }
    told = registers_of(User(kind="enterprise", identity=known))
    assert told == {
        "enterprise": {
            "name": "广州天禾餐饮有限公司",
            "credit_code": "91440106MADEMX0030",
            "legal_person": "陈大文",
        }
    }
    assert set(told["enterprise"]) < set(REGISTERS["enterprise"])


def test_it_tells_nothing_of_a_citizen_and_no_more_than_is_known() -> None:
    assert registers_of(User(kind="citizen", identity={"name": "陈大文"})) == {}
    assert registers_of(User(kind="enterprise", identity=None)) == {"enterprise": {}}
