"""Every staff route of publications with the permission it needs; read by the tests of who may."""

from __future__ import annotations

from typing import Any

_P = "/staff/v1/publications"
_ONE = f"{_P}/{{publication_id}}"

OF_PUBLICATIONS: list[tuple[str, str, Any, str]] = [
    ("GET", _P, None, "publications.manage"),
    ("GET", _ONE, None, "publications.manage"),
    ("POST", _ONE, {"act": "resend"}, "publications.manage"),
    (
        "POST",
        f"{_ONE}/objections/{{objection_id}}",
        {"verdict": "dismissed", "answer": "核对无误"},
        "publications.manage",
    ),
]
