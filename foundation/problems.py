"""How a problem is told: to programs as RFC 9457, to a person's browser as a small page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from foundation.errors import Problem
from foundation.pages import page
from foundation.settings import settings


def problem_response(status: int, code: str, title: str, detail: str, **extra: Any) -> JSONResponse:
    """The problem document, with the trace id of the request under way."""
    trace_id = structlog.contextvars.get_contextvars().get("trace_id") or secrets.token_hex(8)
    body = {
        "type": f"urn:tianhe:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "trace_id": trace_id,
        **extra,
    }
    headers = _wait(status, extra)
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def tell(request: Request, problem: Problem) -> Response:
    """The problem document, or a page where a browser opened the address by itself."""
    if "text/html" in request.headers.get("accept", ""):
        home = f"{settings().public_url}/app/"
        shown = page(problem.title, [problem.detail], "打开办事助手", home, problem.status)
        shown.headers.update(_wait(problem.status, problem.extra))
        return shown
    return problem_response(
        problem.status, problem.code, problem.title, problem.detail, **problem.extra
    )


def _wait(status: int, extra: Mapping[str, Any]) -> dict[str, str]:
    """When to come again, where that helps."""
    wait = extra.get("retry_after", 5 if status in (429, 503) else None)
    return {"Retry-After": str(max(1, round(wait)))} if wait is not None else {}
