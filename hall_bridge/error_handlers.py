"""Errors as `application/problem+json` (RFC 9457), in Chinese a citizen can act on."""

from __future__ import annotations

import secrets

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from foundation.errors import NotFound, Problem
from foundation.logging import logger

log = logger("hall_bridge")


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(RequestValidationError, _not_found)


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return _answer(error)


async def _not_found(_request: Request, error: Exception) -> JSONResponse:
    log.info("request_refused", error=repr(error))
    return _answer(NotFound("二维码或地址有误，请重新扫码，或打开办事助手告诉我们您想办什么。"))


def _answer(problem: Problem) -> JSONResponse:
    body = {
        "type": f"urn:tianhe:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "trace_id": secrets.token_hex(8),
        **problem.extra,
    }
    return JSONResponse(body, problem.status, media_type="application/problem+json")
