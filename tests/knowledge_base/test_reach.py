"""Reach: conditions that contradict themselves or the questions' flow are found, sound ones not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from knowledge_base.catalogue import catalogue
from knowledge_base.checks.contradictions import check_reach, unchecked
from knowledge_base.checks.reach import paths, values_of
from knowledge_base.conditions import Condition, Facts, comparisons_of
from knowledge_base.schemas import ItemDocument, Question, Situations

GOLDEN = yaml.safe_load((Path(__file__).parent / "data" / "reach.yaml").read_text("utf-8"))
SAMPLE = next(iter(catalogue())).document


def document_with(change: dict[str, Any]) -> ItemDocument:
    """An item with the golden questions, and the changed parts of a golden example."""
    situations = Situations.model_validate(
        {
            "questions": change.get("questions", GOLDEN["questions"]),
            "eligibility": change.get("eligibility", []),
            "notes": change.get("notes", []),
        }
    )
    materials = [
        {**SAMPLE.materials.materials[0].model_dump(by_alias=True), "id": f"m{i}", "when": when}
        for i, when in enumerate(change.get("materials", [None, None]))
    ]
    field = SAMPLE.form.fields()[0].model_dump(by_alias=True)
    form = {
        "sections": [
            {"title": "表", "fields": [{**field, "when": change.get("field"), "answer": None}]}
        ]
    }
    raw = SAMPLE.model_dump(by_alias=True)
    return ItemDocument.model_validate(
        raw
        | {
            "situations": situations.model_dump(by_alias=True),
            "materials": {
                "materials": [*materials, {**materials[0], "id": "m_last", "when": None}]
            },
            "form": form,
        }
    )


@pytest.mark.parametrize("golden", GOLDEN["faults"], ids=lambda g: g["name"])
def test_a_fault_is_told_in_one_sentence(golden: dict[str, Any]) -> None:
    faults = list(check_reach(document_with(golden)))
    assert len(faults) == 1, faults
    for word in golden["said"]:
        assert word in faults[0]


@pytest.mark.parametrize("golden", GOLDEN["sound"], ids=lambda g: g["name"])
def test_what_can_happen_is_no_fault(golden: dict[str, Any]) -> None:
    assert list(check_reach(document_with(golden))) == []


def test_what_is_too_wide_to_walk_is_said_to_be_unchecked() -> None:
    many = [
        {
            "id": f"q{i}",
            "text": f"题{i}",
            "kind": "multiple",
            "options": [{"id": f"o{n}", "label": f"项{n}"} for n in range(9)],
        }
        for i in range(3)
    ]
    wide = {
        "all": [{"fact": f"q{i}", "includes_any": [f"o{n}" for n in range(0, 8)]} for i in range(3)]
    }
    document = document_with({"questions": many, "materials": [wide, None]})
    assert list(check_reach(document)) == []
    assert ["太多" in said for said in unchecked(document)] == [True]


CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
QUESTIONS = [Question.model_validate(q) for q in GOLDEN["questions"]]
_leaf = st.one_of(
    st.builds(lambda v: {"fact": "kind", "is": v}, st.sampled_from(["shop", "stall", "web"])),
    st.builds(lambda v: {"fact": "kind", "one_of": v}, st.lists(st.sampled_from(["shop", "web"]))),
    st.builds(lambda v: {"fact": "goods", "includes": v}, st.sampled_from(["tea", "cake"])),
    st.builds(
        lambda op, v: {"fact": "area", op: v},
        st.sampled_from(["at_least", "at_most", "more_than", "less_than"]),
        st.integers(0, 600),
    ),
    st.builds(
        lambda op, v: {"fact": "since", op: v.isoformat()},
        st.sampled_from(["at_least", "less_than"]),
        st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    ),
)
_condition = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.builds(lambda c: {"all": c}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda c: {"any": c}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda c: {"not": c}, inner),
    ),
    max_leaves=5,
)
_answers = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["shop", "stall", "web"]),
        "goods": st.lists(st.sampled_from(["tea", "cake", "fish"]), min_size=1, unique=True),
        "area": st.integers(1, 500) | st.floats(1, 500),
        "since": st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(lambda d: d.isoformat()),
    }
)


@settings(max_examples=200, deadline=None)
@given(_condition, _answers)
def test_whatever_can_be_answered_is_walked(raw: dict[str, Any], answers: Facts) -> None:
    """Each truth value that real answers give is found on some path: the walk is exact."""
    condition = CONDITION.validate_python(raw)
    walked = {condition.evaluate(f) for f in paths(QUESTIONS, [condition], is_free=True)}
    assert condition.evaluate(answers) in walked


@settings(max_examples=100, deadline=None)
@given(_condition)
def test_only_what_can_be_answered_is_walked(raw: dict[str, Any]) -> None:
    leaves = comparisons_of(CONDITION.validate_python(raw))
    area = next(q for q in QUESTIONS if q.id == "area")
    assert all(1 <= float(str(v)) <= 500 for v in values_of(area, leaves))
