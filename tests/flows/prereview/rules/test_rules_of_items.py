"""The rules of all items on their worked examples, and what must hold of any rules whatever."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.prereview.findings import Finding, verdict_of
from flows.prereview.rules import Inputs, judge
from knowledge_base.catalogue import catalogue
from knowledge_base.rules import load_rules, rules_of
from tests.factories.readings import reading
from tests.factories.rule_examples import RuleExample, rule_examples

EXAMPLES = list(rule_examples())


def findings(code: str, given: Inputs) -> list[Finding]:
    entry = catalogue().find(code)
    assert entry is not None
    return judge(rules_of(code).rules, entry.document, given)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_comes_to_its_verdict(example: RuleExample) -> None:
    found = findings(example.code, example.inputs)
    assert sorted({f.rule for f in found}) == example.rules
    assert verdict_of(found) == example.verdict
    for finding in found:
        assert finding.message
        assert finding.advice
        assert "{" not in finding.message + finding.advice


def test_every_item_has_rules_and_examples_of_each_verdict() -> None:
    codes = {entry.code for entry in catalogue()}
    assert {rules.code for rules in load_rules()} == codes
    for code in codes:
        verdicts = Counter(e.verdict for e in EXAMPLES if e.code == code)
        assert set(verdicts) == {"pass", "fail", "inconclusive"}, code
        assert verdicts["pass"] >= 2


@given(st.sampled_from(EXAMPLES), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_materials_and_files_changes_nothing(
    example: RuleExample, drawn: object
) -> None:
    shuffle = drawn.shuffle  # type: ignore[attr-defined]
    names = list(example.inputs.materials)
    shuffle(names)
    mixed = {}
    for name in names:
        readings = list(example.inputs.materials[name])
        shuffle(readings)
        mixed[name] = tuple(readings)
    turned = example.inputs.model_copy(update={"materials": mixed})
    assert findings(example.code, turned) == findings(example.code, example.inputs)


@given(st.sampled_from(EXAMPLES), st.data())
@settings(max_examples=300, deadline=None)
def test_a_file_that_cannot_be_read_never_makes_a_fail(
    example: RuleExample, data: st.DataObject
) -> None:
    material = data.draw(st.sampled_from(sorted(example.inputs.materials)))
    unreadable = reading(data.draw(st.sampled_from(["0", "zz"])), error="文件打不开，请重新上传")
    more = (*example.inputs.materials[material], unreadable)
    worse = example.inputs.model_copy(
        update={"materials": {**example.inputs.materials, material: more}}
    )
    failed = {(f.rule, f.material_id) for f in _failed(example.code, example.inputs)}
    assert {(f.rule, f.material_id) for f in _failed(example.code, worse)} <= failed


def test_no_finding_shows_an_id_number_whole() -> None:
    for example in EXAMPLES:
        numbers = [v for k, v in example.inputs.form.items() if "id" in k and len(str(v)) == 18]
        said = json.dumps(
            [f.model_dump(mode="json") for f in findings(example.code, example.inputs)],
            ensure_ascii=False,
        )
        assert not [n for n in numbers if n in said]


def _failed(code: str, given: Inputs) -> list[Finding]:
    return [f for f in findings(code, given) if f.verdict == "fail"]
