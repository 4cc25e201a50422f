"""Message push of WeChat, plain and secure mode: proved, kept, acknowledged at once."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request, Response

from adapters import registry
from adapters.wechat.wire import PushWire
from flows.conversations.wechat import take_in
from foundation.errors import NotFound
from foundation.logging import logger
from miniprogram_api.auth import signed_by_platform

router = APIRouter(
    prefix="/callbacks/wechat", tags=["callbacks"], dependencies=[Depends(signed_by_platform)]
)


log = logger("callbacks")


@router.get("/official")
async def prove_official_address(request: Request) -> Response:
    """WeChat's check that the address is ours."""
    return _echo(_configured(registry.official_wire), request)


@router.post("/official")
async def receive_official(request: Request) -> Response:
    wire = _configured(registry.official_wire)
    push = wire.receive(request.query_params, await request.body())
    await take_in(push.message)
    return _acknowledged(wire)


@router.get("/miniprogram")
async def prove_miniprogram_address(request: Request) -> Response:
    return _echo(_configured(registry.mini_program_wire), request)


@router.post("/miniprogram")
async def receive_miniprogram(request: Request) -> Response:
    """Proved and acknowledged: the talk of the mini-program is in its pages, not in pushes."""
    wire = _configured(registry.mini_program_wire)
    push = wire.receive(request.query_params, await request.body())
    log.info("miniprogram_push", kind=push.message.kind, pushed=push.message.event)
    return _acknowledged(wire)


def _configured(make: Callable[[], PushWire]) -> PushWire:
    try:
        return make()
    except ValueError as error:
        log.error("wechat_push_not_configured", error=str(error))
        raise NotFound("这个微信账号的消息推送还没有配置。") from error


def _echo(wire: PushWire, request: Request) -> Response:
    return Response(wire.echo(request.query_params), media_type="text/plain")


def _acknowledged(wire: PushWire) -> Response:
    reply = wire.acknowledge()
    return Response(reply.body, media_type=reply.media_type)
