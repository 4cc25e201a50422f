"""Errors of the hall bridge, told as everywhere: a problem document, or a page in a browser."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from redis.exceptions import RedisError
from starlette.exceptions import HTTPException

from foundation.errors import NotFound, Problem, Unavailable
from foundation.logging import logger
from foundation.problems import problem_response, tell

log = logger("hall_bridge")


def install_error_handlers(app: FastAPI) -> None:
    """Give every kind of error its answer."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(RedisError, _away)
    app.add_exception_handler(Exception, _unexpected)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return tell(request, error)


async def _not_found(request: Request, error: Exception) -> Response:
    log.info("request_refused", error=repr(error))
    words = "二维码或地址有误，请重新扫码，或打开办事助手告诉我们您想办什么。"
    return tell(request, NotFound(words))


async def _away(request: Request, error: Exception) -> Response:
    log.error("store_unavailable", error=repr(error))
    return tell(request, Unavailable())


async def _unexpected(_request: Request, error: Exception) -> Response:
    log.error("unexpected_error", exc_info=error)
    return problem_response(
        500, "internal_error", "系统出错了", "系统出了点问题，我们已经记录，请稍后再试。"
    )
