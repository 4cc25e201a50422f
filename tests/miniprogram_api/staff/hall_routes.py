"""Every staff route of halls with the permission it needs; read by the tests of who may."""

from __future__ import annotations

from typing import Any

_H = "/staff/v1/halls"
_ONE = f"{_H}/{{hall_id}}"
_HALL = {"name": "天河区政务服务中心", "address": "软件路13号"}

OF_HALLS: list[tuple[str, str, Any, str]] = [
    ("GET", _H, None, "halls.manage"),
    ("PUT", _ONE, _HALL, "halls.manage"),
    ("PUT", f"{_ONE}/counters/{{counter_id}}", {"number": "A1", "name": "综合"}, "halls.manage"),
    ("GET", f"{_ONE}/codes", None, "halls.manage"),
    ("POST", f"{_ONE}/codes", {"items": ["x"]}, "halls.manage"),
    ("PUT", f"{_ONE}/codes/{{code_id}}", {"is_withdrawn": True}, "halls.manage"),
    ("GET", f"{_ONE}/sheets/{{kind}}", None, "halls.manage"),
    ("GET", f"{_ONE}/scans", None, "halls.manage"),
    ("GET", "/staff/v1/counters", None, "halls.serve"),
    ("GET", "/staff/v1/duty", None, "halls.serve"),
    ("PUT", "/staff/v1/counters/{counter_id}/duty", None, "halls.serve"),
    ("DELETE", "/staff/v1/counters/{counter_id}/duty", None, "halls.manage"),
    ("PATCH", "/staff/v1/duty", {"state": "paused"}, "halls.serve"),
    ("DELETE", "/staff/v1/duty", None, "halls.serve"),
]

_TABLET = "/staff/v1/counters/{counter_id}/tablet"
_SIGNED = "/staff/v1/cases/{number}/signatures"
OF_TABLETS: list[tuple[str, str, Any, str]] = [
    ("GET", _TABLET, None, "halls.serve"),
    ("POST", _TABLET, {"kind": "text", "text": "x"}, "halls.serve"),
    ("DELETE", f"{_TABLET}/{{showing_id}}", None, "halls.serve"),
    ("POST", f"{_TABLET}/{{showing_id}}/again", None, "halls.serve"),
    ("PUT", f"{_TABLET}/{{showing_id}}/pointing", {"page": 1}, "halls.serve"),
    ("GET", f"{_TABLET}/{{showing_id}}/pages/{{page}}", None, "halls.serve"),
    ("GET", f"{_TABLET}/{{showing_id}}/files/{{file_id}}/pages/{{page}}", None, "halls.serve"),
    ("GET", f"{_TABLET}/late/{{delivery_key}}", None, "halls.serve"),
    ("GET", f"{_TABLET}/late/{{delivery_key}}/photo", None, "halls.serve"),
    ("POST", f"{_TABLET}/late/{{delivery_key}}/decision", {"decision": "adopted"}, "halls.serve"),
    ("GET", _SIGNED, None, "cases.view"),
    ("GET", f"{_SIGNED}/{{signature_id}}", None, "cases.view"),
    ("GET", f"{_ONE}/ratings", None, "ratings.view"),
    ("GET", f"{_ONE}/rectifications", None, "ratings.view"),
    ("GET", "/staff/v1/online_ratings", None, "ratings.view"),
    ("GET", "/staff/v1/rectifications", None, "ratings.view"),
    ("GET", "/staff/v1/rectifications/waiting", None, "ratings.view"),
    ("POST", "/staff/v1/rectifications/{loop_id}/phone", None, "ratings.view"),
    (
        "POST", "/staff/v1/rectifications/{loop_id}/steps", {"act": "confirm", "text": "x"},
        "ratings.view",
    ),
]  # fmt: skip

_PHOTO = "/staff/v1/people/{staff_id}/photo"
OF_PHOTOS: list[tuple[str, str, Any, str]] = [
    ("GET", _PHOTO, None, "organisation.view"),
    ("PUT", _PHOTO, None, "accounts.manage"),
    ("DELETE", _PHOTO, None, "accounts.manage"),
]
