"""Every staff route of devices with the permission it needs; read by the tests of who may."""

from __future__ import annotations

from typing import Any

_H = "/staff/v1/halls/{hall_id}"
_ONE = f"{_H}/devices/{{device_id}}"
_VISITS = "/staff/v1/terminal-visits"
_ASK = {"verb": "read_id_card", "request_id": "12345678"}

OF_DEVICES: list[tuple[str, str, Any, str]] = [
    ("GET", f"{_H}/devices", None, "halls.manage"),
    ("POST", f"{_H}/device-codes", {"kind": "printer", "name": "凭条打印机"}, "halls.manage"),
    ("GET", f"{_H}/device-sheet", None, "halls.manage"),
    ("GET", _ONE, None, "halls.manage"),
    ("PUT", _ONE, {"name": "凭条打印机"}, "halls.manage"),
    ("PUT", f"{_ONE}/revocation", {"is_revoked": True}, "halls.manage"),
    ("GET", "/staff/v1/duty/devices", None, "halls.serve"),
    ("POST", "/staff/v1/duty/device-commands", _ASK, "halls.serve"),
    ("GET", "/staff/v1/duty/device-commands/{command_id}", None, "halls.serve"),
    ("GET", _VISITS, None, "halls.serve"),
    ("GET", f"{_VISITS}/{{visit_id}}", None, "halls.serve"),
    ("POST", f"{_VISITS}/{{visit_id}}/confirm", None, "halls.serve"),
    ("POST", f"{_VISITS}/{{visit_id}}/refuse", None, "halls.serve"),
]
