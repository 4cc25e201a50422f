"""Every staff route of counter handoffs with the permission it needs; read by the tests of who
may."""

from __future__ import annotations

from typing import Any

_C = "/staff/v1/counter_handoffs"
_ONE = f"{_C}/{{handoff_id}}"
_EDIT = {"edit_id": "edit-0001", "field": "name", "base": "", "value": "x"}

OF_COUNTER_HANDOFFS: list[tuple[str, str, Any, str]] = [
    ("POST", "/staff/v1/counters/{counter_id}/handoffs", None, "halls.serve"),
    ("GET", f"{_C}/desk", None, "halls.serve"),
    ("GET", f"{_C}/stream", None, "halls.serve"),
    ("POST", f"{_C}/claim", {"token": "h"}, "halls.serve"),
    ("POST", f"{_ONE}/accept", None, "halls.serve"),
    ("GET", _ONE, None, "halls.serve"),
    ("GET", f"{_ONE}/materials/{{material_id}}/files/{{file_id}}", None, "halls.serve"),
    ("POST", f"{_ONE}/end", None, "halls.serve"),
    ("POST", f"{_ONE}/edits", {"edits": [_EDIT]}, "halls.serve"),
    ("DELETE", f"{_ONE}/edits/{{edit_id}}", None, "halls.serve"),
    ("PUT", f"{_ONE}/locks/{{field}}", None, "halls.serve"),
    ("DELETE", f"{_ONE}/locks/{{field}}", None, "halls.serve"),
    ("POST", f"{_ONE}/asks", {"material_id": "x"}, "halls.serve"),
    ("DELETE", f"{_ONE}/asks/{{ask_id}}", None, "halls.serve"),
]
