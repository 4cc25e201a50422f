"""The life of a handoff as a table: which act moves which state where.

Somebody owns a handoff exactly while it is `accepted`; every act but these is refused.
"""

from __future__ import annotations

from flows.handoffs.errors import HandoffMoved

LABELS = {
    "waiting": "排队中",
    "accepted": "人工服务中",
    "closed": "已结束",
    "cancelled": "已取消",
    "message_left": "已留言",
}
ACT_LABELS = {
    "open": "申请人工服务",
    "accept": "接入",
    "pass_on": "转给同事",
    "requeue": "转到另一队列",
    "release": "退回排队",
    "take_over": "接管",
    "close": "结束",
    "cancel": "市民取消",
    "leave": "转为留言",
    "rate": "评价",
    "merge": "登录后合并",
    "invite": "邀请视频",
    "agree": "市民同意视频",
    "decline": "市民谢绝视频",
    "hang_up": "结束视频",
}
MOVES: dict[str, dict[str, str]] = {
    "accept": {"waiting": "accepted"},
    "pass_on": {"accepted": "accepted"},
    "requeue": {"accepted": "waiting", "waiting": "waiting"},
    "release": {"accepted": "waiting"},
    "take_over": {"accepted": "accepted"},
    "close": {"accepted": "closed"},
    "cancel": {"waiting": "cancelled", "accepted": "closed"},
    "leave": {"waiting": "message_left"},
}
OPEN = ("waiting", "accepted")
VIDEO_ACTS = {
    "invite": {"none": "invited", "declined": "invited", "ended": "invited", "invited": "invited"},
    "agree": {"invited": "agreed", "agreed": "agreed"},
    "decline": {"invited": "declined", "agreed": "declined", "declined": "declined"},
    "hang_up": {"agreed": "ended", "invited": "ended", "ended": "ended"},
}


def next_state(act: str, state: str) -> str:
    """Raises: HandoffMoved when the act does not fit the state."""
    target = MOVES[act].get(state)
    if target is None:
        raise HandoffMoved(f"这次人工服务{LABELS[state]}，不能{ACT_LABELS[act]}，请刷新后再看。")
    return target


def next_video(act: str, video: str) -> str:
    """Raises: HandoffMoved."""
    target = VIDEO_ACTS[act].get(video)
    if target is None:
        raise HandoffMoved("视频邀请已经失效，请工作人员重新邀请。")
    return target
