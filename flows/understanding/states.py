"""The life of a correction: judged, approved or returned by a second person, taken back."""

from __future__ import annotations

from typing import Literal

from flows.understanding.errors import CorrectionMoved

State = Literal["none", "waiting", "settled", "returned", "approved", "undone"]
Move = Literal["correct", "settle", "approve", "return", "undo"]

LABELS: dict[State, str] = {
    "none": "还没看",
    "waiting": "等同事批准",
    "settled": "已看过，不用训练",
    "returned": "被退回",
    "approved": "已批准，训练时学",
    "undone": "已撤销",
}
_OPEN: tuple[State, ...] = ("none", "waiting", "settled", "returned", "undone")
MOVES: dict[Move, dict[State, State]] = {
    "correct": dict.fromkeys(_OPEN, "waiting"),
    "settle": dict.fromkeys(_OPEN, "settled"),
    "approve": {"waiting": "approved"},
    "return": {"waiting": "returned"},
    "undo": dict.fromkeys(("waiting", "settled", "returned", "approved"), "undone"),
}


def after(move: Move, state: State) -> State:
    """Raises: CorrectionMoved where the move is not possible from here."""
    if state not in MOVES[move]:
        raise CorrectionMoved(f"这句话现在是「{LABELS[state]}」，不能这样处理，请刷新后再试。")
    return MOVES[move][state]
