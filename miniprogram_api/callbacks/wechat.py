"""Message push of WeChat, plain and secure mode: proved, kept, acknowledged at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from fastapi import APIRouter, Depends, Request, Response

from adapters import registry
from adapters.wechat.codec import WireInvalid
from adapters.wechat.port import Account
from adapters.wechat.wire import PushReplayed, PushWire, check_fresh
from flows.conversations.wechat.service import forget, take_in
from foundation.errors import NotFound
from foundation.logging import logger
from miniprogram_api.auth import signed_by_platform

router = APIRouter(
    prefix="/callbacks/wechat", tags=["callbacks"], dependencies=[Depends(signed_by_platform)]
)

HEARD_SECONDS = 4.5
"""WeChat hangs up after five; an answer later than this may not have been heard."""

log = logger("callbacks")


@router.get("/official")
async def prove_official_address(request: Request) -> Response:
    """WeChat's check that the address is ours."""
    return _echo(Account.OFFICIAL, registry.official_wire, request)


@router.post("/official")
async def receive_official(request: Request) -> Response:
    return await _receive(Account.OFFICIAL, registry.official_wire, request)


@router.get("/miniprogram")
async def prove_miniprogram_address(request: Request) -> Response:
    return _echo(Account.MINI_PROGRAM, registry.mini_program_wire, request)


@router.post("/miniprogram")
async def receive_miniprogram(request: Request) -> Response:
    """The mini-program's customer service, in JSON or XML as the account is set to."""
    return await _receive(Account.MINI_PROGRAM, registry.mini_program_wire, request)


async def _receive(account: Account, make: Callable[[], PushWire], request: Request) -> Response:
    """Take a push in. Raises: WireInvalid, PushReplayed; nothing of it is done then."""
    wire, began = _configured(make), time.monotonic()
    try:
        push = wire.receive(request.query_params, await request.body())
        check_fresh(request.query_params, time.time())
        await take_in(account, push.message, push.signed)
    except (WireInvalid, PushReplayed) as refusal:
        raise _logged(account, refusal) from refusal
    if time.monotonic() - began > HEARD_SECONDS:
        await forget(push.signed)
    reply = wire.acknowledge()
    return Response(reply.body, media_type=reply.media_type)


def _echo(account: Account, make: Callable[[], PushWire], request: Request) -> Response:
    try:
        return Response(_configured(make).echo(request.query_params), media_type="text/plain")
    except WireInvalid as refusal:
        raise _logged(account, refusal) from refusal


def _configured(make: Callable[[], PushWire]) -> PushWire:
    try:
        return make()
    except ValueError as error:
        log.error("wechat_push_not_configured", error=str(error))
        raise NotFound("这个微信账号的消息推送还没有配置。") from error


def _logged(account: Account, refusal: WireInvalid | PushReplayed) -> WireInvalid | PushReplayed:
    log.warning("wechat_push_refused", account=account.value, code=refusal.code)
    return refusal
