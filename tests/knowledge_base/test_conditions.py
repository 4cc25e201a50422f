"""Conditions in three values: Kleene's laws, and nothing decided before it is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from knowledge_base.conditions import Condition, comparisons_of, facts_of
from tests.factories.properties import PROPERTY

NAMES = ("a", "b", "c")
FACTS = st.fixed_dictionaries({}, optional={name: st.booleans() for name in NAMES})
LEAVES = st.sampled_from([{"fact": name, "is": True} for name in NAMES])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda c: {"not": c}, inner),
        st.builds(lambda cs: {"all": cs}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda cs: {"any": cs}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)
_adapter: TypeAdapter[Any] = TypeAdapter(Condition)


def value(tree: dict[str, Any], facts: dict[str, Any]) -> bool | None:
    result: bool | None = _adapter.validate_python(tree).evaluate(facts)
    return result


@PROPERTY
@given(TREES, FACTS)
def test_not_not_is_nothing(tree: dict[str, Any], facts: dict[str, Any]) -> None:
    assert value({"not": {"not": tree}}, facts) == value(tree, facts)


@PROPERTY
@given(TREES, TREES, FACTS)
def test_de_morgan(a: dict[str, Any], b: dict[str, Any], facts: dict[str, Any]) -> None:
    both = value({"not": {"all": [a, b]}}, facts)
    assert both == value({"any": [{"not": a}, {"not": b}]}, facts)


@PROPERTY
@given(TREES, TREES, FACTS)
def test_order_makes_no_difference(
    a: dict[str, Any], b: dict[str, Any], facts: dict[str, Any]
) -> None:
    for kind in ("all", "any"):
        assert value({kind: [a, b]}, facts) == value({kind: [b, a, a]}, facts)


@PROPERTY
@given(TREES, FACTS)
def test_what_is_decided_early_stays_decided(tree: dict[str, Any], facts: dict[str, Any]) -> None:
    """More answers never overturn a verdict that was already true or false."""
    early = value(tree, facts)
    for filling in (True, False):
        later = value(tree, dict.fromkeys(NAMES, filling) | facts)
        assert later is not None
        assert early in (None, later)


@PROPERTY
@given(TREES)
def test_nothing_known_decides_nothing(tree: dict[str, Any]) -> None:
    assert value(tree, {}) is None


@PROPERTY
@given(TREES)
def test_the_facts_named_are_those_compared(tree: dict[str, Any]) -> None:
    condition = _adapter.validate_python(tree)
    assert facts_of(condition) == {leaf.fact for leaf in comparisons_of(condition)} <= set(NAMES)


@pytest.mark.parametrize(
    ("compare", "fact", "expected"),
    [
        ({"is": "x"}, "x", True),
        ({"is_not": "x"}, "x", False),
        ({"one_of": ["x", "y"]}, "y", True),
        ({"includes": "x"}, ["x", "y"], True),
        ({"includes_any": ["z"]}, ["x", "y"], False),
        ({"at_least": 80}, 80, True),
        ({"more_than": 80}, 80, False),
        ({"at_most": 80}, 80.5, False),
        ({"less_than": 80}, 79.9, True),
        ({"at_least": date(2026, 1, 1)}, "2025-12-31", False),
        ({"is": False}, False, True),
    ],
)
def test_each_comparison(compare: dict[str, Any], fact: Any, expected: bool) -> None:
    assert value({"fact": "f", **compare}, {"f": fact}) is expected
    assert value({"fact": "f", **compare}, {}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"fact": "f"},
        {"fact": "f", "is": "x", "is_not": "y"},
        {"fact": "f", "is": "x", "extra": 1},
        {"all": []},
        {"not": None},
        {"fact": "f", "python": "__import__('os')"},
        "f == 'x'",
    ],
)
def test_anything_else_is_no_condition(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        _adapter.validate_python(wrong)
