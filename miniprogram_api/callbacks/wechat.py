"""Message push of WeChat, plain and secure mode: proved, kept, acknowledged at once."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from adapters import registry
from adapters.wechat.wire import PushWire
from flows.conversations.wechat import take_in
from miniprogram_api.auth import signed_by_platform

router = APIRouter(
    prefix="/callbacks/wechat", tags=["callbacks"], dependencies=[Depends(signed_by_platform)]
)


@router.get("/official")
async def prove_official_address(request: Request) -> Response:
    """WeChat's check that the address is ours."""
    return _echo(registry.official_wire(), request)


@router.post("/official")
async def receive_official(request: Request) -> Response:
    return await _receive(registry.official_wire(), request)


@router.get("/miniprogram")
async def prove_miniprogram_address(request: Request) -> Response:
    return _echo(registry.mini_program_wire(), request)


@router.post("/miniprogram")
async def receive_miniprogram(request: Request) -> Response:
    return await _receive(registry.mini_program_wire(), request)


def _echo(wire: PushWire, request: Request) -> Response:
    return Response(wire.echo(request.query_params), media_type="text/plain")


async def _receive(wire: PushWire, request: Request) -> Response:
    push = wire.receive(request.query_params, await request.body())
    await take_in(push.message)
    reply = wire.acknowledge()
    return Response(reply.body, media_type=reply.media_type)
