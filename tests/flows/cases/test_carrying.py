"""Which fields a paper tells of: by its rules, by its kind, by what was read; unknown tells all."""

from __future__ import annotations

from typing import Any

from flows.cases.carrying import carried
from knowledge_base.rules import rules_of
from tests.factories.cases import FOOD, food
from tests.factories.readings import reading

FORM = {
    "credit_code": "91440106MADEMX0030", "phone": "13800138001", "principal_name": "陈大文",
    "principal_id_number": "440106198806153017", "agent_name": "李小红", "staff_count": 4,
    "agent_id_number": "440106199001011234", "area": 120,
}  # fmt: skip
EVERYTHING = {f.id for f in food().document.form.fields()}


def told(material: str, *readings: Any, files: tuple[str, ...] = ("f",)) -> set[str]:
    rules = rules_of(FOOD).rules
    return set(carried(food().document, rules, FORM, material, files, readings))


def test_rules_tie_a_paper_to_its_own_fields_only() -> None:
    """代办人身份证 says the agent's number, not the principal's."""
    found = told("agent_id_card", reading("f", "id_card"))
    assert {"agent_name", "agent_id_number"} <= found
    assert not {"principal_id_number", "principal_name", "phone"} & found
    assert "credit_code" in told("business_licence", reading("f", "business_licence"))
    assert "phone" not in told("business_licence", reading("f", "business_licence"))


def test_what_was_read_counts_wherever_it_stands() -> None:
    plain = reading("f", "other", text="平面图 一楼 面积1200平方米")
    assert not told("operation_flow", plain) & {"phone", "area"}
    said = reading("f", "other", text="联系人电话 138 0013 8001，面积 120 平方米")
    assert {"phone", "area"} <= told("operation_flow", said)
    card = reading("f", "id_card")
    assert {"principal_id_number", "manager_id_number"} <= told("operation_flow", card)


def test_what_nobody_knows_and_what_repeats_the_form_tell_everything() -> None:
    assert told("operation_flow") == EVERYTHING, "not read yet"
    assert told("operation_flow", reading("f", None, error="看不清")) == EVERYTHING
    assert told("operation_flow", reading("f", "other"), files=("f", "g")) == EVERYTHING
    assert told("application_form", reading("f", "other")) == EVERYTHING
    assert told("operation_flow", files=()) == set(), "nothing was handed in"
    assert told("layout_plan") == set(), "a plan is known to say none of them"


def test_a_short_value_or_part_of_a_longer_number_proves_nothing() -> None:
    said = reading("f", "other", text="4 个人 电话 9138001380012")
    assert not told("operation_flow", said) & {"staff_count", "phone"}
