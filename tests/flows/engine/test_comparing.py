"""What differs between two drawings is said in words that name the element."""

from __future__ import annotations

from flows.engine.comparing import compare
from flows.engine.diagrams import read_diagram
from tests.factories.diagrams import END, START, alarm, drawn, flow, gate, line, step


def _said(old: bytes, new: bytes) -> list[tuple[str, str, str]]:
    found = compare(read_diagram(old), read_diagram(new))
    return [(change.element, change.kind, change.message) for change in found]


def test_each_element_is_named_with_what_it_was_and_is() -> None:
    old = drawn(
        START, END, step("a", "受理"), step("b", "审核", days=3), alarm("t", "b"),
        gate("g", default="d"), line("s", "a", "b", "g"), flow("d", "g", "e"),
        flow("w", "g", "a", 'decision == "return"'), flow("late", "t", "e"),
    )  # fmt: skip
    new = drawn(
        START, END, step("a", "受理", role="clerk"), step("b", "复核", days=5),
        alarm("t", "b", "P2D", interrupts=False), step("c", "督办"),
        gate("g", default="d"), line("s", "a", "b", "g"), flow("d", "g", "e"),
        flow("w", "g", "a", 'decision == "refuse"'), flow("late", "t", "c"), flow("x", "c", "e"),
    )  # fmt: skip
    assert _said(old, new) == [
        ("a", "changed", "用户任务「受理」（a）：办理角色由「审批员」改为「窗口受理员」"),
        (
            "b",
            "changed",
            "用户任务「复核」（b）：名称由「审核」改为「复核」；办理时限由「3个工作日」改为「5个工作日」",
        ),
        (
            "t",
            "changed",
            "边界事件（t）：定时由「PT1H」改为「P2D」；改为到时不中断环节",
        ),
        ("c", "added", "新增用户任务「督办」（c）"),
        (
            "w",
            "changed",
            '排他网关（g）到受理的连线：条件由「decision == "return"」改为「decision == "refuse"」',
        ),
        (
            "late",
            "changed",
            "边界事件（t）到督办的连线：终点由「结束事件（e）」改为「督办」",
        ),
        ("x", "added", "新增督办到结束事件（e）的连线"),
    ]
    assert [kind for _, kind, _ in _said(new, old)].count("removed") == 2


def test_moving_things_about_is_no_difference() -> None:
    one = drawn(START, END, step("a"), line("s", "a", "e"))
    other = drawn(step("a"), END, START, line("s", "a", "e"))
    assert _said(one, other) == []
