"""The life of a number as a table: which act moves which state where; every other is refused."""

from __future__ import annotations

from typing import Literal

from flows.queueing.errors import TicketMoved

Priority = Literal["", "elderly", "disabled", "pregnant", "soldier"]

LABELS = {
    "waiting": "排队中",
    "called": "请到窗口",
    "held": "已挂起",
    "skipped": "已过号",
    "finished": "已办完",
    "no_show": "未到",
    "cancelled": "已取消",
    "closed": "当天未办",
}
ACT_LABELS = {
    "call": "呼叫",
    "recall": "重呼",
    "skip": "过号",
    "come_back": "重新排队",
    "hold": "挂起",
    "resume": "继续办理",
    "transfer": "转移",
    "finish": "办结",
    "no_show": "记为未到",
    "cancel": "取消",
    "close": "关闭",
}
MOVES: dict[str, dict[str, str]] = {
    "call": {"waiting": "called"},
    "recall": {"called": "called"},
    "skip": {"called": "skipped"},
    "come_back": {"skipped": "waiting"},
    "hold": {"called": "held"},
    "resume": {"held": "called"},
    "transfer": {"called": "waiting", "held": "waiting", "waiting": "waiting"},
    "finish": {"called": "finished"},
    "no_show": {"called": "no_show", "skipped": "no_show"},
    "cancel": {"waiting": "cancelled", "skipped": "cancelled"},
    "close": {"waiting": "closed", "called": "closed", "held": "closed", "skipped": "closed"},
}
OPEN = ("waiting", "called", "held", "skipped")
PRIORITIES: dict[str, str] = {
    "elderly": "65岁以上老人",
    "disabled": "残疾人",
    "pregnant": "孕妇",
    "soldier": "现役军人、退役军人",
}
"""Who is favoured: 老年人权益保障法第四十九条、残疾人保障法第四十六条至第四十八条所说的优先服务,
军人地位和权益保障法第四十四条, and 孕妇 as halls here do."""


def next_state(act: str, state: str) -> str:
    """Raises: TicketMoved when the act does not fit the state."""
    target = MOVES[act].get(state)
    if target is None:
        raise TicketMoved(f"这个号{LABELS[state]}，不能{ACT_LABELS[act]}，请刷新后再看。")
    return target
