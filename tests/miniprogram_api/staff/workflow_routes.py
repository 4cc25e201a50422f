"""Routes of a case's life with the permission of each: passing on, clocks, calendar, bindings."""

from __future__ import annotations

from typing import Any

_S, _P = "/staff/v1", "/staff/v1/processes"
_TASK, _STEP = f"{_S}/tasks/{{task_id}}", f"{_P}/steps/{{step_id}}"
_DAY = f"{_S}/calendar/days/{{day}}"

OF_WORKFLOW: list[tuple[str, str, Any, str]] = [
    ("POST", f"{_TASK}/transfer", {"to": "x"}, "cases.view"),
    ("POST", f"{_TASK}/countersign", {"people": ["x"]}, "cases.view"),
    ("POST", f"{_STEP}/supplement", {"note": "请补材料"}, "processes.work"),
    ("GET", f"{_STEP}/colleagues", None, "processes.work"),
    ("GET", f"{_P}/stand_ins", None, "processes.work"),
    (
        "POST",
        f"{_S}/cases/{{number}}/suspensions",
        {"kind": "hearing", "reason": "依法听证"},
        "cases.decide",
    ),
    ("POST", f"{_S}/cases/{{number}}/suspensions/{{suspension_id}}/end", None, "cases.decide"),
    ("GET", f"{_S}/notices", None, "cases.view"),
    ("POST", f"{_S}/notices/seen", None, "cases.view"),
    ("GET", f"{_S}/calendar/{{year}}", None, "calendar.manage"),
    ("PUT", _DAY, {"is_working": False, "reason": "台风停工"}, "calendar.manage"),
    ("DELETE", _DAY, None, "calendar.manage"),
    ("GET", f"{_S}/process_bindings", None, "processes.manage"),
    ("PUT", f"{_S}/process_bindings", {"item_code": "x"}, "processes.manage"),
    ("DELETE", f"{_S}/process_bindings", None, "processes.manage"),
]
