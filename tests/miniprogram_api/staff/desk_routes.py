"""Every route of the desk (talks, work orders); read by the tests of who may call it."""

from __future__ import annotations

from typing import Any

_H, _C, _W = "/staff/v1/handoffs", "/staff/v1/canned_replies", "/staff/v1/work_orders"
_ONE, _ORDER = f"{_H}/{{handoff_id}}", f"{_W}/{{number}}"
_SERVE = "handoffs.serve"
_REASON = {"reason": "核实业务"}

OF_THE_DESK: list[tuple[str, str, Any, str]] = [
    ("GET", _H, None, _SERVE),
    ("GET", f"{_H}/desk", None, _SERVE),
    ("PUT", f"{_H}/desk", {"takes_handoffs": True}, _SERVE),
    ("GET", f"{_H}/choices", None, _SERVE),
    ("PUT", f"{_H}/skills/{{staff_id}}", {"skills": []}, "handoffs.lead"),
    ("GET", _ONE, None, _SERVE),
    ("GET", f"{_ONE}/messages", None, _SERVE),
    ("POST", f"{_ONE}/accept", None, _SERVE),
    ("POST", f"{_ONE}/messages", {"text": "好", "client_message_id": "m"}, _SERVE),
    ("POST", f"{_ONE}/transfer", {"topic": "general", **_REASON}, _SERVE),
    ("POST", f"{_ONE}/release", _REASON, _SERVE),
    ("POST", f"{_ONE}/take_over", _REASON, _SERVE),
    ("POST", f"{_ONE}/notes", {"text": "备注"}, _SERVE),
    ("POST", f"{_ONE}/video/invite", None, _SERVE),
    ("POST", f"{_ONE}/close", None, _SERVE),
    ("GET", _C, None, _SERVE),
    ("POST", _C, {"title": "问候", "text": "您好"}, _SERVE),
    ("PUT", f"{_C}/{{phrase_id}}", {"title": "问候", "text": "您好"}, _SERVE),
    ("DELETE", f"{_C}/{{phrase_id}}", None, _SERVE),
    ("GET", _W, None, _SERVE),
    ("GET", _ORDER, None, _SERVE),
    ("POST", f"{_ORDER}/accept", None, _SERVE),
    ("POST", f"{_ORDER}/assign", {"department_code": "", **_REASON}, _SERVE),
    ("POST", f"{_ORDER}/reply", {"text": "请看办事指南。"}, _SERVE),
    ("POST", f"{_ORDER}/visit", {"satisfaction": 5}, _SERVE),
]
