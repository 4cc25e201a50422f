"""The life of a work order as a table, and how many working days each classification is given.

The days are this platform's own estimate, not a term of law; every view says so (`TERM_NOTE`).
"""

from __future__ import annotations

from typing import Literal

from flows.work_orders.errors import WorkOrderMoved

Classification = Literal["consult", "complain", "help", "suggest", "report"]
Act = Literal["submit", "accept", "assign", "reply", "visit", "reopen", "withdraw"]

CLASSIFICATIONS: dict[str, tuple[str, int]] = {
    "consult": ("咨询", 3),
    "help": ("求助", 5),
    "complain": ("投诉", 10),
    "suggest": ("建议", 10),
    "report": ("举报", 15),
}
TERM_NOTE = "这是本平台的预计答复时间，不是法定期限；办理时限以受理部门答复为准。"

LABELS = {
    "submitted": "待受理",
    "accepted": "办理中",
    "replied": "已答复，待回访",
    "closed": "已办结",
    "withdrawn": "已撤回",
}
ACT_LABELS = {
    "submit": "提交",
    "accept": "受理",
    "assign": "转派部门",
    "reply": "答复",
    "visit": "回访",
    "reopen": "重新办理",
    "withdraw": "撤回",
}
MOVES: dict[str, dict[str, str]] = {
    "accept": {"submitted": "accepted"},
    "assign": {"submitted": "submitted", "accepted": "submitted"},
    "reply": {"submitted": "replied", "accepted": "replied"},
    "visit": {"replied": "closed"},
    "reopen": {"replied": "accepted"},
    "withdraw": {"submitted": "withdrawn", "accepted": "withdrawn"},
}
OPEN = ("submitted", "accepted")


def next_state(act: str, state: str) -> str:
    """Raises: WorkOrderMoved when the act does not fit the state."""
    target = MOVES[act].get(state)
    if target is None:
        raise WorkOrderMoved(
            f"工单现在是「{LABELS[state]}」，不能{ACT_LABELS[act]}，请刷新后再看。"
        )
    return target


def acts_of(state: str) -> list[str]:
    """What staff may do now."""
    return [act for act in ("accept", "assign", "reply", "visit", "reopen") if state in MOVES[act]]
