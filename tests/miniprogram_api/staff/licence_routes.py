"""Every staff route of issued licences with the permission it needs."""

from __future__ import annotations

from typing import Any

_L = "/staff/v1/cases/{number}/licences"

OF_LICENCES: list[tuple[str, str, Any, str]] = [
    ("GET", _L, None, "cases.view"),
    ("POST", f"{_L}/{{licence_id}}/collection", {"found": "collected"}, "halls.serve"),
]
