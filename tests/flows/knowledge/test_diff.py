"""What changed between two bodies, as an editor reads it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.knowledge.diff import differences

VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_a_whole_article_is_told_in_lines_not_in_code() -> None:
    article = {"label": "第三条", "heading": "", "text": "补贴每人1000元。", "page": None}
    before: dict[str, Any] = {"articles": []}
    (change,) = differences(before, {"articles": [article]})
    assert (change.label, change.change, change.before) == ("条文 › 第三条", "added", "")
    assert change.after == "编号：第三条\n正文：补贴每人1000元。"


def test_members_of_a_list_stand_behind_dots_and_inner_ones_are_indented() -> None:
    guide = {"places": [{"name": "区政务中心", "verified": True}], "tips": ["带身份证", "先预约"]}
    (change,) = differences({}, {"guide": guide})
    assert change.after.splitlines() == [
        "办理地点：",
        "  · 名称：区政务中心", "    已核实：是", "办事提醒：", "  · 带身份证", "  · 先预约",
    ]  # fmt: skip


def test_a_rule_is_named_by_what_it_tells_the_citizen() -> None:
    rule = {
        "id": "flow_words",
        "check": {"kind": "words"},
        "message": "没有看到「流程」",
        "sure": 0.8,
    }
    (change,) = differences({"rules": [rule]}, {"rules": [rule | {"sure": 0.9}]})
    assert change.label == "规则 › 没有看到「流程」 › 识读把握"


def test_the_end_of_a_long_article_is_seen_to_change() -> None:
    long = "补" * 5000
    (change,) = differences({"text": f"{long}甲"}, {"text": f"{long}乙"})
    assert (change.before[-1], change.after[-1]) == ("甲", "乙")


@given(VALUES, VALUES)
def test_equal_bodies_and_only_those_have_no_difference(before: Any, after: Any) -> None:
    """Nothing is said of a field that is null on one side and absent on the other."""
    assert (differences(before, after) == []) == (before == after)
