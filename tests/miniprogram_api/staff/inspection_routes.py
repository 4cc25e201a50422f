"""Every staff route of 云勘察 with the permission it needs; read by the tests of who may call."""

from __future__ import annotations

from typing import Any

_I = "/staff/v1/cases/{number}/inspections"
_ONE = f"{_I}/{{inspection_id}}"

OF_INSPECTIONS: list[tuple[str, str, Any, str]] = [
    ("GET", _I, None, "cases.view"),
    ("POST", _I, {"reason": "看现场"}, "inspections.hold"),
    ("POST", f"{_ONE}/start", {}, "inspections.hold"),
    ("PUT", f"{_ONE}/findings", {"findings": {}}, "inspections.hold"),
    ("GET", f"{_ONE}/stills/{{still_id}}", None, "cases.view"),
    ("POST", f"{_ONE}/record", {"companion": "x"}, "inspections.hold"),
    ("GET", f"{_ONE}/record", None, "cases.view"),
    ("POST", f"{_ONE}/reopen", {}, "inspections.hold"),
    ("POST", f"{_ONE}/cancel", {"reason": "改期"}, "inspections.hold"),
    ("POST", f"{_ONE}/stills", None, "inspections.hold"),
]
