"""Every route of drawn processes with its permission; read by the tests of who may call it."""

from __future__ import annotations

from typing import Any

_P, _T = "/staff/v1/processes", "/staff/v1/process_templates"
_STEP, _ONE = f"{_P}/steps/{{step_id}}", f"{_T}/{{key}}"
_M = f"{_P}/monitor"
_WORK, _MANAGE, _LEAD = "processes.work", "processes.manage", "processes.lead"
_SPAN = {"starts_at": "2030-01-01T00:00:00+08:00", "ends_at": "2030-01-02T00:00:00+08:00"}
_VERSIONS = {"old": 1, "new": 2}

OF_PROCESSES: list[tuple[str, str, Any, str]] = [
    ("GET", f"{_P}/steps", None, _WORK),
    ("POST", f"{_P}/cases/{{number}}", {"template": "approval"}, _WORK),
    ("GET", f"{_P}/cases/{{number}}", None, _WORK),
    ("POST", f"{_STEP}/claim", None, _WORK),
    ("POST", f"{_STEP}/release", None, _WORK),
    ("POST", f"{_STEP}/complete", {"decision": "pass"}, _WORK),
    ("POST", f"{_STEP}/return", {"node": "take", "reason": "重办"}, _WORK),
    ("POST", f"{_STEP}/refuse", {"reason": "不符合"}, _WORK),
    ("POST", f"{_STEP}/transfer", {"to": "x"}, _WORK),
    ("POST", f"{_STEP}/urge", None, _WORK),
    ("POST", f"{_STEP}/opinions", {"people": ["x"]}, _WORK),
    ("POST", f"{_STEP}/opinion", {"agrees": True}, _WORK),
    ("GET", f"{_P}/delegations", None, _WORK),
    ("POST", f"{_P}/delegations", {"to": "x", **_SPAN}, _WORK),
    ("DELETE", f"{_P}/delegations/{{delegation_id}}", None, _WORK),
    ("GET", _T, None, _MANAGE),
    ("POST", f"{_T}/check", {"bpmn": "<a/>"}, _MANAGE),
    ("GET", f"{_T}/shipped", None, _MANAGE),
    ("GET", f"{_T}/vocabulary", None, _MANAGE),
    ("POST", f"{_T}/try", {"bpmn": "<a/>"}, _MANAGE),
    ("GET", _ONE, None, _MANAGE),
    ("GET", f"{_ONE}/versions/{{version}}", None, _MANAGE),
    ("GET", f"{_ONE}/compare", None, _MANAGE),
    ("PUT", f"{_ONE}/draft", {"name": "审批", "bpmn": "<a/>"}, _MANAGE),
    ("POST", f"{_ONE}/publish", None, _MANAGE),
    ("POST", f"{_ONE}/versions/{{version}}/revoke", {}, _MANAGE),
    ("POST", f"{_ONE}/migrations/preview", _VERSIONS, _LEAD),
    ("POST", f"{_ONE}/migrations", {**_VERSIONS, "case_numbers": ["x"]}, _LEAD),
    ("GET", f"{_M}/board", None, _LEAD),
    ("GET", f"{_M}/steps", None, _LEAD),
    ("POST", f"{_M}/steps/urge", {"step_ids": ["x"]}, _LEAD),
    ("POST", f"{_M}/steps/transfer", {"step_ids": ["x"], "to": "x", "reason": "重新分派"}, _LEAD),
    ("GET", f"{_M}/templates/{{key}}/versions/{{version}}", None, _LEAD),
    ("GET", f"{_M}/cases/{{number}}", None, _LEAD),
    ("GET", f"{_M}/load", None, _LEAD),
    ("GET", f"{_M}/figures", None, _LEAD),
]
