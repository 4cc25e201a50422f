"""Every route of statistics and reports with its permission; read by the tests of who may call."""

from __future__ import annotations

from typing import Any

_S, _R = "/staff/v1/statistics", "/staff/v1/reports"
_VIEW, _MANAGE = "statistics.view", "reports.manage"
_PERIOD = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
_YAML = {"yaml": "key: x"}

OF_REPORTS: list[tuple[str, str, Any, str]] = [
    ("GET", _S, None, _VIEW),
    ("GET", f"{_S}/vocabulary", None, _VIEW),
    ("GET", f"{_S}/cases", None, _VIEW),
    ("GET", f"{_S}/export", None, _VIEW),
    ("GET", _R, None, _VIEW),
    ("GET", f"{_R}/runs", None, _VIEW),
    ("GET", f"{_R}/runs/{{run_id}}", None, _VIEW),
    ("GET", f"{_R}/runs/{{run_id}}/file", None, _VIEW),
    ("GET", f"{_R}/mailbox", None, _VIEW),
    ("PUT", f"{_R}/mailbox", {"address": "a@b.cn"}, _VIEW),
    ("GET", f"{_R}/language", None, _MANAGE),
    ("POST", f"{_R}/check", _YAML, _MANAGE),
    ("POST", f"{_R}/preview", _YAML, _MANAGE),
    ("POST", f"{_R}/runs/{{run_id}}/again", None, _MANAGE),
    ("POST", f"{_R}/copies/{{copy_id}}/resend", None, _MANAGE),
    ("GET", f"{_R}/{{key}}", None, _MANAGE),
    ("PUT", f"{_R}/{{key}}", {**_YAML, "base": 0}, _MANAGE),
    ("POST", f"{_R}/{{key}}/runs", _PERIOD, _MANAGE),
]
