"""Every staff route of 断网收件 with its permission; read by the tests of who may call."""

from __future__ import annotations

from typing import Any

_P = "/staff/v1/counters/{counter_id}/parcels"

OF_PARCELS: list[tuple[str, str, Any, str]] = [
    ("GET", _P, None, "halls.serve"),
    ("GET", f"{_P}/{{parcel_key}}", None, "halls.serve"),
    ("GET", f"{_P}/{{parcel_key}}/files/{{position}}", None, "halls.serve"),
    ("GET", f"{_P}/{{parcel_key}}/places", None, "halls.serve"),
    ("POST", f"{_P}/{{parcel_key}}/decision", {"decision": "discarded"}, "halls.serve"),
]
