"""One rule at a time: seals over numbers, registers, counts, marks, and what breaks on our side."""

from __future__ import annotations

from typing import Any

import pytest

from flows.prereview.findings import Finding
from flows.prereview.readings import Mark, Reading
from flows.prereview.rules import judge, judging
from knowledge_base.schemas import RuleSet
from tests.factories.cases import food
from tests.factories.readings import DIM, inputs, reading

CODE = "91440106MADEMX0030"
KIND = {
    "id": "kind",
    "material": "business_licence",
    "check": {"kind": "document", "kinds": ["business_licence"]},
}


def found(check: dict[str, Any], *read: Reading, given: Any = None, **rule: Any) -> list[Finding]:
    """The findings of one rule on the licence, beside the rule on what it shows."""
    rules = RuleSet.model_validate(
        {
            "code": food().code,
            "name": "试",
            "rules": [
                KIND,
                {"id": "tried", "material": "business_licence", "check": check, **rule},
            ],
        }
    )
    case = inputs({"business_licence": list(read)}, **(given or {}))
    return [f for f in judge(rules, food().document, case) if f.rule == "tried"]


def licence(**more: Any) -> Reading:
    return reading("a", "business_licence", **more)


TO_FORM = {
    "kind": "equals",
    "field": "credit_code",
    "compare": "code",
    "to": {"source": "form", "field": "credit_code"},
}


def test_a_number_under_a_seal_is_photographed_again_at_its_place() -> None:
    read = licence(fields={"credit_code": [CODE[:-1] + "1", DIM]})
    field = read.fields["credit_code"].model_copy(update={"box": (0.7, 0.8, 0.2, 0.05)})
    seal = Mark(kind="seal", page=1, box=(0.6, 0.7, 0.3, 0.3), confidence=0.9)
    read = read.model_copy(update={"fields": {"credit_code": field}, "marks": (seal,)})
    (finding,) = found(TO_FORM, read, given={"form": {"credit_code": CODE}})
    assert finding.verdict == "inconclusive"
    assert finding.advice is not None
    assert finding.advice.startswith("重拍右下角，统一社会信用代码被印章遮住")
    assert (finding.page, finding.box) == (1, (0.7, 0.8, 0.2, 0.05))


def test_half_a_name_beside_a_reflection_is_no_other_name() -> None:
    check = {
        "kind": "equals",
        "field": "name",
        "compare": "name",
        "to": {"source": "form", "field": "applicant_name"},
    }
    form = {"form": {"applicant_name": "广州天禾餐饮有限公司"}}
    read = licence(fields={"name": "广州天禾餐饮"})
    assert [f.verdict for f in found(check, read, given=form)] == ["fail"]
    beside = read.pages[0].model_copy(update={"faults": {"glare": (0.42, 0.05, 0.2, 0.2)}})
    read = read.model_copy(update={"pages": (beside,)})
    (finding,) = found(check, read, given=form)
    assert finding.verdict == "inconclusive"
    away = beside.model_copy(update={"faults": {"glare": (0.7, 0.7, 0.2, 0.2)}})
    read = read.model_copy(update={"pages": (away,)})
    assert [f.verdict for f in found(check, read, given=form)] == ["fail"]


def test_fields_are_not_missed_on_a_file_that_nobody_can_make_out() -> None:
    unknown = reading("b", "other")
    check = {"kind": "format", "field": "credit_code", "pattern": "credit_code"}
    assert found(check, licence(), unknown) == []
    assert [f.verdict for f in found(check, licence())] == ["inconclusive"]


def test_a_lease_goes_on_over_further_photos_but_not_into_another_paper() -> None:
    check = {"kind": "document", "kinds": ["lease"]}
    first, second = reading("a", "lease"), reading("b", "other")
    last, strange = reading("c", "lease", sure=0.67), reading("d", "business_licence")
    assert found(check, first, second, last) == []
    assert [f.verdict for f in found(check, first, strange)] == ["fail"]
    assert [f.verdict for f in found(check, second, last)] == ["inconclusive"] * 2


def test_nobody_signs_a_certificate() -> None:
    check = {"kind": "mark", "mark": "signature"}
    assert found(check, licence()) == []


def test_the_words_of_the_rule_are_filled_from_data() -> None:
    read = licence(fields={"credit_code": "91440106MATHGC001G"})
    (finding,) = found(
        TO_FORM,
        read,
        given={"form": {"credit_code": CODE}},
        message="{material}的{field}是{actual}，应是{expected}",
    )
    assert finding.message == f"营业执照的统一社会信用代码是91440106MATHGC001G，应是{CODE}"


def test_a_register_decides_only_where_it_says_something() -> None:
    check = {
        "kind": "equals",
        "field": "legal_person",
        "compare": "name",
        "to": {"source": "register", "name": "enterprise", "field": "legal_person"},
    }
    read = licence(fields={"legal_person": "陈大文"})
    assert found(check, read) == []
    told = {"registers": {"enterprise": {"legal_person": "周明"}}}
    assert [f.verdict for f in found(check, read, given=told)] == ["fail"]


def test_no_seal_is_sure_only_on_a_page_well_seen() -> None:
    check = {"kind": "mark", "mark": "seal"}
    assert found(check, licence(marks=["seal"])) == []
    assert [f.verdict for f in found(check, licence())] == ["fail"]
    assert [f.verdict for f in found(check, licence(faults=["glare"]))] == ["inconclusive"]


def test_pages_are_counted() -> None:
    check = {"kind": "count", "of": "pages", "at_least": 3}
    assert found(check, licence(pages=3)) == []
    assert [f.verdict for f in found(check, licence(pages=2))] == ["fail"]


def test_what_breaks_on_our_side_is_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(judging._JUDGES, "equals", broken)
    (finding,) = found(TO_FORM, licence(fields={"credit_code": CODE}))
    assert finding.verdict == "inconclusive"
    assert "由工作人员核对" in str(finding.advice)
