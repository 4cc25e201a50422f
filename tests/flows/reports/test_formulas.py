"""Formulas: what they give, that they hold no code, and that nothing escapes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reports.formulas import FUNCTIONS, BadFormula, Frame, check_formula, compute

NAMES = ("a", "b", "c")
FRAME = Frame({"a": [10.0, 30.0, None], "b": [4.0, 0.0, 1.0]}, {"a": [5.0, 0.0, 1.0]}, {}, 3)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a ÷ b", [2.5, None, None]),
        ("a + b × 2 − 1", [17.0, 29.0, None]),
        ("（a + b）× 5%", [0.7, 1.5, None]),
        ("sum(a)", [40.0, 40.0, 40.0]),
        ("avg(a)", [20.0, 20.0, 20.0]),
        ("share(a)", [0.25, 0.75, None]),
        ("rank(a)", [2.0, 1.0, None]),
        ("rank(b - b)", [1.0, 1.0, 1.0]),
        ("mom(a)", [1.0, None, None]),
        ("prev(a)", [5.0, 0.0, 1.0]),
        ("yoy(a)", [None, None, None]),
        ("round(a / 3, 1)", [3.3, 10.0, None]),
        ("max(a, b) - min(a, b)", [6.0, 30.0, None]),
        ("abs(-a)", [10.0, 30.0, None]),
        ("1e15 * 1e15 * " * 5 + "1e15 * 1e15", [pytest.approx(1e180)] * 3),
    ],
)
def test_a_formula_is_worth(text: str, values: list[object]) -> None:
    assert compute(text, FRAME) == pytest.approx(values, nan_ok=False)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')", "a.__class__", "a[0]", "(lambda: 1)()", "a if b else c",
        "open('x')", "sum(x for x in a)", "a ** b", "a // b", "'a'", "True", "sum(a, b)", "mom()",
        "mom(yoy(a))", "round(a, b)", "round(a, 99)", "sum(a=1)", "sum(*a)", "1e999", "a +", "",
        "9" * 400, "a" + "+a" * 90, "d", "a := 1", "f'{a}'", "a\n;b", "a and b", "a < b", "not a",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadFormula, match=r"[一-鿿]"):
        check_formula(text, NAMES)


_ATOMS = st.one_of(
    st.sampled_from(NAMES), st.floats(0, 1e15, allow_nan=False).map(repr), st.just("0")
)
_FORMULAS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/×÷"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), inner, inner).map(
            lambda t: f"{t[0]}({t[1]})" if FUNCTIONS[t[0]][0] == 1 else f"{t[0]}({t[1]},2)"
        ),
        st.tuples(inner).map(lambda t: f"-{t[0]}"),
    ),
    max_leaves=8,
)
_CELLS = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers())


@settings(max_examples=60, deadline=None)
@given(st.one_of(_FORMULAS, st.text(max_size=40)), st.lists(_CELLS, min_size=0, max_size=4))
def test_no_formula_escapes(text: str, cells: list[float | None]) -> None:
    """Whatever is written and whatever stands in the columns: refused in words, or a finite number
    or nothing in every row."""
    columns = {name: list(cells) for name in NAMES}
    frame = Frame(columns, columns, {}, len(cells))
    try:
        check_formula(text, NAMES)
    except BadFormula:
        return
    values = compute(text, frame)
    assert len(values) == len(cells)
    assert all(value is None or math.isfinite(value) for value in values)
