"""The columns a list may show and an export may hold."""

from __future__ import annotations

COLUMNS = {
    "number": "办件编号",
    "item": "事项",
    "applicant": "申请人",
    "status": "状态",
    "channel": "渠道",
    "submitted_at": "提交时间",
    "due_at": "承诺到期",
    "closed_at": "办结时间",
    "department": "部门代码",
    "item_code": "事项编码",
    "id_number": "证件号码",
    "phone": "联系电话",
}
PERSONAL = frozenset({"applicant", "id_number", "phone"})
"""Written masked, unless somebody who may see them in full says why."""
USUAL = ("number", "item", "applicant", "status", "channel", "submitted_at", "due_at", "closed_at")
