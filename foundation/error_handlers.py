"""Every error as `application/problem+json` (RFC 9457), in Chinese a citizen can act on."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from foundation.errors import Conflict, InvalidInput, Problem, Unavailable
from foundation.logging import logger
from foundation.problems import problem_response, tell

log = logger("errors")

_TITLES = {
    400: ("bad_request", "请求有误", "内容没有传完整或格式不对，请重新操作一次。"),
    404: ("not_found", "没有这个页面", "地址有误或内容已移走，请从首页重新进入。"),
    405: ("method_not_allowed", "不支持这样的操作", "请刷新页面后再试。"),
    413: ("too_large", "内容过大", "内容超过大小限制，请压缩后再试。"),
}
_FALLBACK = ("http_error", "请求没有成功", "请稍后再试；如一直不行，请拨打12345。")

_MESSAGES = {
    "missing": "缺少这一项",
    "string_too_short": "不能为空",
    "string_too_long": "内容太长",
    "json_invalid": "内容不是有效的JSON",
    "extra_forbidden": "没有这一项",
    "literal_error": "不是可选的值",
    "enum": "不是可选的值",
}


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return tell(request, error)


async def tell_validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [{"field": _field_of(e), "message": _message_of(e)} for e in error.errors()]
    detail = "；".join(f"{e['field']}：{e['message']}" for e in errors[:3])
    return problem_response(422, "invalid_input", "填写有误", detail, errors=errors)


async def tell_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, title, detail = _TITLES.get(error.status_code, _FALLBACK)
    return problem_response(error.status_code, code, title, detail)


async def _raced(_request: Request, error: Exception) -> JSONResponse:
    log.info("write_raced", error=type(error).__name__)
    fact = Conflict()
    return problem_response(fact.status, fact.code, fact.title, fact.detail)


async def _database(request: Request, error: Exception) -> JSONResponse:
    """What the database refused, by its SQLSTATE; SQLite gives none and is only ever busy."""
    assert isinstance(error, DBAPIError)
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state.startswith("22"):
        return await _unstorable(request, error)
    if state.startswith("40"):
        return await _raced(request, error)
    return await _away(request, error)


async def _unstorable(_request: Request, error: Exception) -> JSONResponse:
    """NUL characters and halves of surrogate pairs, which no text may hold."""
    log.info("text_refused", error=type(error).__name__)
    fact = InvalidInput(detail="内容里有无法识别的字符，请删去特殊符号后再试。")
    return problem_response(fact.status, fact.code, fact.title, fact.detail)


async def _statement(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StatementError)
    if isinstance(error.orig, UnicodeEncodeError):
        return await _unstorable(request, error)
    return unexpected(error)


async def _away(_request: Request, error: Exception) -> JSONResponse:
    log.error("store_unavailable", error=repr(error))
    fact = Unavailable()
    return problem_response(fact.status, fact.code, fact.title, fact.detail)


async def _gone(_request: Request, _error: Exception) -> JSONResponse:
    return problem_response(
        400,
        "upload_cut_off",
        "没有传完",
        "网络中断，文件没有传完，请重新上传。之前已传的内容都还在。",
    )


def unexpected(error: Exception) -> JSONResponse:
    """The answer to an error nobody foresaw; the log keeps what it was."""
    log.error("unexpected_error", exc_info=error)
    return problem_response(
        500,
        "internal_error",
        "系统出错了",
        "系统出了点问题，我们已经记录。已保存的内容不会丢失，请稍后再试。",
    )


def install_error_handlers(app: FastAPI) -> None:
    """Give every kind of error its answer."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, tell_validation)
    app.add_exception_handler(HTTPException, tell_http)
    app.add_exception_handler(IntegrityError, _raced)
    app.add_exception_handler(StaleDataError, _raced)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(StatementError, _statement)
    app.add_exception_handler(UnicodeEncodeError, _unstorable)
    app.add_exception_handler(ConnectionError, _away)
    app.add_exception_handler(RedisError, _away)
    app.add_exception_handler(ClientDisconnect, _gone)


def _field_of(error: dict[str, Any]) -> str:
    parts = [str(p) for p in error["loc"] if p not in ("body", "query", "path", "header")]
    return ".".join(parts) or "内容"


def _message_of(error: dict[str, Any]) -> str:
    kind = str(error["type"])
    limit = error.get("ctx", {}).get("max_length")
    if kind == "string_too_long" and limit:
        return f"最多{limit}个字"
    if kind.startswith(("int_", "float_", "decimal_")):
        return "应为数字"
    return _MESSAGES.get(kind, "格式不正确")
