"""The life of a case as a table: which act moves which status where (contract: Status)."""

from __future__ import annotations

from flows.cases.errors import CaseNotOpen

LABELS = {
    "draft": "草稿",
    "submitted": "已提交，待受理",
    "prereview": "预审中",
    "accepted": "已受理",
    "reviewing": "审核中",
    "supplement_required": "待补正",
    "approved": "准予通过",
    "rejected": "不予通过",
    "certified": "已制证",
    "closed": "已办结",
    "withdrawn": "已撤回",
    "lapsed": "已失效",
}

ACT_LABELS = {
    "open": "建立草稿",
    "submit": "提交申请",
    "supplement": "提交补正",
    "accept": "受理",
    "return": "退回补正",
    "review": "开始审核",
    "approve": "准予通过",
    "reject": "不予通过",
    "certify": "制证",
    "issue": "签发送达",
    "lapse": "逾期未补正，申请终止",
    "suspend": "中止计时",
    "resume": "恢复计时",
    "step": "办理进展",
    "resume_accepted": "提交补正",
    "resume_reviewing": "提交补正",
    "withdraw": "申请人撤回",
    "prereview": "智能预审",
    "claim": "工作人员认领",
    "transfer": "转交同事办理",
    "licence": "使用电子证照",
    "manual_ask": "请人工预审",
    "manual_take_over": "人工接手预审",
    "manual_decide": "人工预审",
    "licence_back": "撤回用证授权",
    "licence_collected": "证照领取",
    "correct": "更正文书",
    "revoke": "撤销文书",
    "inspection_invite": "邀请云勘察",
    "inspection_decline": "申请人不同意云勘察",
    "inspection_record": "制作勘察笔录",
    "inspection_sign": "勘察笔录已签名",
    "inspection_cancel": "取消云勘察",
    "rate": "评价",
    "counter_confirm": "窗口收件确认",
    "counter_dispute": "对收件清单有异议",
    "counter_sign": "窗口手写签名",
    "counter_photo": "窗口拍摄材料",
    "counter_late": "迟到的窗口答复",
}

MOVES: dict[str, dict[str, str]] = {
    "submit": {"draft": "submitted"},
    "supplement": {"supplement_required": "submitted"},
    "resume_accepted": {"supplement_required": "accepted"},
    "resume_reviewing": {"supplement_required": "reviewing"},
    "accept": {"submitted": "accepted"},
    "review": {"accepted": "reviewing"},
    "return": dict.fromkeys(("submitted", "accepted", "reviewing"), "supplement_required"),
    "approve": dict.fromkeys(("accepted", "reviewing"), "approved"),
    "reject": dict.fromkeys(("submitted", "accepted", "reviewing"), "rejected"),
    "certify": {"approved": "certified"},
    "issue": dict.fromkeys(("approved", "certified"), "closed"),
    "lapse": {"supplement_required": "lapsed"},
    "withdraw": dict.fromkeys(
        ("draft", "submitted", "supplement_required", "accepted", "reviewing"), "withdrawn"
    ),
}

EDITABLE = frozenset({"draft", "supplement_required"})
OVER = frozenset({"rejected", "closed", "withdrawn", "lapsed"})
"""Nothing moves any more."""
FINAL = OVER | {"approved", "certified"}
"""Decided or over: clocks stand, the applicant has no more to do."""
EXAMINED = frozenset({"submitted", "accepted", "reviewing"})
"""With staff, and not decided yet."""

RESUMES = {"accepted": "resume_accepted", "reviewing": "resume_reviewing"}
"""By which act a supplemented case goes back to where it stood; from elsewhere to acceptance."""


def next_status(act: str, status: str) -> str:
    """Raises: CaseNotOpen when the act does not fit the status."""
    target = MOVES[act].get(status)
    if target is None:
        raise CaseNotOpen(f"办件现在是「{LABELS[status]}」，不能{ACT_LABELS[act]}。")
    return target


def acts_of_applicant(status: str) -> list[str]:
    """What the applicant may do now (contract: `can`)."""
    acts = ["edit", "upload", "prereview"] if status in EDITABLE else []
    acts += [act for act in ("submit", "supplement", "withdraw") if status in MOVES[act]]
    return acts
