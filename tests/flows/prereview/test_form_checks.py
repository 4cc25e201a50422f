"""Checks on a form: each kind of field, and how findings make a verdict."""

from __future__ import annotations

from typing import Any

import pytest

from flows.prereview.findings import Finding, Level, Outcome, verdict_of
from flows.prereview.form_checks import check_form, check_value, fields_asked
from knowledge_base.schemas import FormField
from tests.factories.cases import example_answers, food


def field(kind: str, **more: Any) -> FormField:
    return FormField.model_validate({"id": "f", "label": "这一项", "kind": kind, **more})


OPTIONS = [{"id": "a", "label": "甲"}, {"id": "b", "label": "乙"}]


@pytest.mark.parametrize(
    ("form_field", "value"),
    [
        (field("id_number"), "440106198806153017"),
        (field("credit_code"), "91440106MADEMX0030"),
        (field("phone"), "13800138000"),
        (field("phone"), "138 0013 8000"),
        (field("phone"), "020-12345678"),
        (field("name"), "陈大文"),
        (field("name"), "买买提·艾力"),
        (field("name"), "John Smith"),
        (field("date"), "2026-11-23"),
        (field("number", minimum=1, maximum=9), "9"),
        (field("select", options=OPTIONS), "b"),
        (field("text"), "任何文字 <b>"),
        (field("id_number"), ""),
        (field("phone"), None),
    ],
)
def test_a_right_value_passes(form_field: FormField, value: Any) -> None:
    assert check_value(form_field, value) is None


@pytest.mark.parametrize(
    ("form_field", "value", "said"),
    [
        (field("id_number"), "440106198806153018", "校验位"),
        (field("id_number"), "4401", "18位"),
        (field("credit_code"), "91440106MADEMX0031", "校验位"),
        (field("phone"), "12345", "电话"),
        (field("phone"), "1380013800a", "电话"),
        (field("name"), "陈", "2至50"),
        (field("name"), "陈123", "2至50"),
        (field("date"), "2026-02-30", "日期"),
        (field("number", minimum=1, unit="人"), 0, "不能小于1人"),
        (field("number", maximum=5), "6", "不能大于5"),
        (field("number"), "六", "数字"),
        (field("select", options=OPTIONS), "c", "选项"),
        (field("text", max_length=3), "四个字呀", "最多3个字"),
    ],
)
def test_a_wrong_value_is_told_in_words(form_field: FormField, value: Any, said: str) -> None:
    fault = check_value(form_field, value)
    assert fault
    assert said in fault
    assert "「这一项」" in fault


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999"])
def test_a_number_is_a_finite_one(value: str) -> None:
    assert check_value(field("number", minimum=1, maximum=9), value)


def test_only_what_the_situation_asks_for_is_demanded() -> None:
    form, answers = food().document.form, example_answers()
    agent = {"agent_name", "agent_id_number", "agent_phone"}
    assert not agent & {f.id for f in fields_asked(form, answers)}
    assert agent <= {f.id for f in fields_asked(form, {**answers, "handled_by": "agent"})}
    missing = {f.field for f in check_form(form, answers, {}) if f.rule == "form_missing"}
    assert missing == {f.id for f in fields_asked(form, answers) if f.required}


def finding(level: Level, verdict: Outcome) -> Finding:
    return Finding(material_id=None, rule="r", level=level, verdict=verdict, message="m")


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ([], "pass"),
        ([finding("warning", "fail")], "pass"),
        ([finding("blocking", "inconclusive")], "inconclusive"),
        ([finding("blocking", "inconclusive"), finding("blocking", "fail")], "fail"),
    ],
)
def test_findings_make_a_verdict(findings: list[Finding], verdict: str) -> None:
    assert verdict_of(findings) == verdict
