"""Every route of tasks and cases with its permission; read by the tests of who may call it."""

from __future__ import annotations

from typing import Any

_T, _C = "/staff/v1/tasks", "/staff/v1/cases"
_FILE = f"{_C}/{{number}}/materials/{{material_id}}/files/{{file_id}}"

OF_CASES: list[tuple[str, str, Any, str]] = [
    ("GET", _T, None, "cases.view"),
    ("POST", f"{_T}/{{task_id}}/claim", None, "cases.view"),
    ("POST", f"{_T}/{{task_id}}/release", None, "cases.view"),
    ("POST", f"{_T}/{{task_id}}/complete", {"decision": "accept"}, "cases.view"),
    ("POST", f"{_T}/{{task_id}}/return", {"note": "请补"}, "cases.accept"),
    ("GET", _C, None, "cases.view"),
    ("GET", f"{_C}/{{number}}", None, "cases.view"),
    (
        "POST",
        f"{_C}/{{number}}/reveal",
        {"fields": ["phone"], "reason": "核对"},
        "cases.reveal",
    ),
    ("GET", _FILE, None, "cases.view"),
    ("GET", f"{_FILE}/thumbnail", None, "cases.view"),
]
