"""Every staff route of lists, search, exports and what stands beside a case; read by the tests of
who may call."""

from __future__ import annotations

from typing import Any

_C, _S = "/staff/v1/cases/{number}", "/staff/v1"
_VIEW, _LEAD = "cases.view", "cases.lead"
_ASKED = {"list_name": "cases", "query": {}}

OF_LISTS: list[tuple[str, str, Any, str]] = [
    ("POST", f"{_S}/tasks/{{task_id}}/transfer", {"to": "nobody", "reason": "休假"}, _VIEW),
    ("GET", f"{_S}/lookup", None, _VIEW),
    ("GET", f"{_S}/lists/choices", None, _VIEW),
    ("POST", f"{_S}/lists/batch", {"act": "claim", "ids": ["x"]}, _VIEW),
    ("POST", f"{_S}/lists/receipts", {"numbers": ["x"]}, _VIEW),
    ("GET", f"{_S}/saved_views", None, _VIEW),
    ("POST", f"{_S}/saved_views", {"name": "我的", "list_name": "cases", "query": {}}, _VIEW),
    (
        "POST",
        f"{_S}/saved_views",
        {"name": "大家的", "list_name": "cases", "query": {}, "is_shared": True},
        _LEAD,
    ),
    ("DELETE", f"{_S}/saved_views/{{view_id}}", None, _VIEW),
    ("POST", f"{_S}/exports", _ASKED, _VIEW),
    ("POST", f"{_S}/exports", {**_ASKED, "reveal": True, "reason": "专项检查"}, "cases.reveal"),
    ("GET", f"{_S}/exports", None, _VIEW),
    ("GET", f"{_S}/exports/{{export_id}}", None, _VIEW),
    ("POST", f"{_S}/exports/{{export_id}}/cancel", None, _VIEW),
    ("GET", f"{_S}/exports/{{export_id}}/file", None, _VIEW),
    ("GET", f"{_C}/notes", None, _VIEW),
    ("POST", f"{_C}/notes", {"text": "已电话联系"}, _VIEW),
    ("PUT", f"{_C}/notes/{{note_id}}", {"is_pinned": True}, _VIEW),
    ("DELETE", f"{_C}/notes/{{note_id}}", None, _VIEW),
    ("GET", f"{_S}/mentions", None, _VIEW),
    ("GET", f"{_C}/similar", None, _VIEW),
    ("GET", f"{_C}/history", None, "cases.history"),
    ("POST", f"{_C}/credit", {}, "cases.credit"),
    ("GET", f"{_S}/used_items", None, _VIEW),
    ("PUT", f"{_S}/used_items/{{code}}", {"is_pinned": True}, _VIEW),
    ("GET", f"{_S}/parks", None, _VIEW),
    ("GET", f"{_S}/parks/{{park_id}}", None, _VIEW),
    ("PUT", f"{_S}/parks/{{park_id}}/members/{{user_id}}", {"is_listed": True}, _LEAD),
]
