"""Every route of the manual queue; read by the tests of who may call it."""

from __future__ import annotations

from typing import Any

_P = "/staff/v1/prereviews"

OF_PREREVIEW: list[tuple[str, str, Any, str]] = [
    ("GET", _P, None, "cases.view"),
    ("GET", f"{_P}/statistics", None, "cases.view"),
    ("POST", f"{_P}/take_over", {"case_number": "{number}"}, "cases.accept"),
    ("GET", f"{_P}/{{review_id}}", None, "cases.view"),
    (
        "GET",
        f"{_P}/{{review_id}}/materials/{{material_id}}/files/{{file_id}}",
        None,
        "cases.view",
    ),
    (
        "GET",
        f"{_P}/{{review_id}}/materials/{{material_id}}/files/{{file_id}}/thumbnail",
        None,
        "cases.view",
    ),
    (
        "GET",
        f"{_P}/{{review_id}}/materials/{{material_id}}/files/{{file_id}}/pages/{{page}}",
        None,
        "cases.view",
    ),
    ("POST", f"{_P}/{{review_id}}/decide", {"verdict": "pass"}, "cases.accept"),
]
