"""Errors of the hall bridge, told as everywhere; a wrong address speaks of the code scanned."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from foundation.error_handlers import (
    install_error_handlers,
    tell_http,
    tell_validation,
)
from foundation.errors import NotFound
from foundation.logging import logger
from foundation.problems import tell

log = logger("hall_bridge")
_WRONG_CODE = "二维码或地址有误，请重新扫码，或打开办事助手告诉我们您想办什么。"


def install_hall_errors(app: FastAPI) -> None:
    """Give every kind of error its answer."""
    install_error_handlers(app)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _wrong_code(request, error)
    return await tell_http(request, error)


async def _validation(request: Request, error: Exception) -> Response:
    """An address nothing has, or a body with faults that are named one by one."""
    assert isinstance(error, RequestValidationError)
    if all(fault["loc"][0] == "path" for fault in error.errors()):
        return _wrong_code(request, error)
    return await tell_validation(request, error)


def _wrong_code(request: Request, error: Exception) -> Response:
    log.info("request_refused", error=type(error).__name__)
    return tell(request, NotFound(_WRONG_CODE))
