"""Every staff route of queues with the permission it needs; read by the tests of who may."""

from __future__ import annotations

from typing import Any

_Q = "/staff/v1/queue"
_T = f"{_Q}/tickets/{{ticket_id}}"
_H = f"{_Q}/halls/{{hall_id}}"
_RULE = {
    "favoured_in_a_row": 2, "back_behind": 3, "remind_ahead": 3, "book_days": 14,
    "check_in_before": 30, "check_in_after": 15, "missed_limit": 3, "missed_days": 90,
    "barred_days": 30,
}  # fmt: skip

OF_QUEUES: list[tuple[str, str, Any, str]] = [
    ("GET", f"{_Q}/panel", None, "halls.serve"),
    ("POST", f"{_Q}/next", {}, "halls.serve"),
    ("POST", f"{_T}/{{act}}", None, "halls.serve"),
    ("POST", f"{_T}/transfer", {"line_id": "x"}, "halls.serve"),
    ("PUT", f"{_T}/priority", {"priority": "elderly"}, "halls.serve"),
    ("GET", f"{_H}/board", None, "halls.manage"),
    ("GET", _H, None, "halls.manage"),
    ("PUT", f"{_H}/lines/{{line_id}}", {"letter": "A", "name": "市场准入"}, "halls.manage"),
    ("PUT", f"{_H}/rule", _RULE, "halls.manage"),
    ("GET", f"{_H}/plan", None, "halls.manage"),
    ("PUT", f"{_H}/lines/{{line_id}}/plan", {"slots": []}, "halls.manage"),
]
