"""Every staff route of letters with the permission it needs; read by the tests of who may call."""

from __future__ import annotations

from typing import Any

_L = "/staff/v1/cases/{number}/letters"

OF_LETTERS: list[tuple[str, str, Any, str]] = [
    ("GET", _L, None, "cases.view"),
    ("GET", f"{_L}/{{letter_id}}", None, "cases.view"),
    ("POST", f"{_L}/{{letter_id}}/correct/preview", {}, "cases.decide"),
    ("POST", f"{_L}/{{letter_id}}/correct", {"why": "写错了"}, "cases.decide"),
    ("POST", f"{_L}/{{letter_id}}/revoke", {"why": "依法撤销"}, "cases.decide"),
]
OF_CORRECTIONS: list[tuple[str, str, Any, str]] = [
    ("POST", f"{_L}/{{letter_id}}/correction", {"answer": "take_back"}, "cases.decide"),
    ("POST", f"{_L}/{{letter_id}}/correction", {"answer": "approve"}, "letters.approve"),
    ("GET", "/staff/v1/letter_corrections", None, "letters.approve"),
    ("POST", "/staff/v1/letter_texts/preview", {"body": {}}, "knowledge.view"),
]
