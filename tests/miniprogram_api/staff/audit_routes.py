"""Every staff route of the audit with the permission it needs; read by the tests of who may."""

from __future__ import annotations

from typing import Any

_A = "/staff/v1/audit"

OF_AUDIT: list[tuple[str, str, Any, str]] = [
    ("GET", f"{_A}/records", None, "audit.read"),
    ("GET", f"{_A}/records.csv", None, "audit.read"),
    ("GET", f"{_A}/chain", None, "audit.read"),
]
