"""The life of an inspection as a table: which act moves which state where.

A record is signed only as it stands (`recorded`); to change it, it is taken back first, and no
signature can be older than the record it stands under.
"""

from __future__ import annotations

from flows.inspections.errors import InspectionMoved

LABELS = {
    "invited": "等待申请人答复",
    "consented": "申请人已同意",
    "under_way": "勘察中",
    "recorded": "笔录待签",
    "signed": "笔录已签",
    "declined": "申请人未同意",
    "expired": "已过期",
    "cancelled": "已取消",
}
ACT_LABELS = {
    "invite": "发起云勘察",
    "consent": "申请人同意",
    "decline": "申请人不同意",
    "start": "开始勘察",
    "take": "拍照",
    "hang_up": "结束视频",
    "record": "制作笔录",
    "reopen": "收回笔录修改",
    "sign": "申请人签名",
    "expire": "过期",
    "cancel": "取消",
}
MOVES: dict[str, dict[str, str]] = {
    "consent": {"invited": "consented", "consented": "consented", "under_way": "under_way"},
    "decline": {
        "invited": "declined",
        "consented": "declined",
        "under_way": "declined",
        "recorded": "declined",
    },
    "start": {"consented": "under_way", "under_way": "under_way"},
    "record": {"under_way": "recorded"},
    "reopen": {"recorded": "under_way"},
    "sign": {"recorded": "signed"},
    "expire": {"invited": "expired", "consented": "expired"},
    "cancel": {
        "invited": "cancelled",
        "consented": "cancelled",
        "under_way": "cancelled",
        "recorded": "cancelled",
    },
}
OPEN = ("invited", "consented", "under_way", "recorded")
LOOKING = ("consented", "under_way")
"""While stills and the position may be taken."""


def next_state(act: str, state: str) -> str:
    """Raises: InspectionMoved when the act does not fit the state."""
    target = MOVES[act].get(state)
    if target is None:
        raise InspectionMoved(f"这次云勘察{LABELS[state]}，不能{ACT_LABELS[act]}，请刷新后再看。")
    return target
