"""What endpoints are given: sessions that commit before the answer leaves, ports, paging."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Query, Request

from adapters.bot.port import BotPort
from adapters.credit.port import CreditPort
from adapters.eseal.port import SealPort
from adapters.licences.port import LicencePort
from adapters.sign_on.port import SignOnPort
from adapters.wechat.port import WeChatPort
from foundation.endpoints import Reading as Reading
from foundation.endpoints import Writing as Writing


async def _bot(request: Request) -> BotPort:
    port: BotPort = request.app.state.bot
    return port


async def _wechat(request: Request) -> WeChatPort:
    port: WeChatPort = request.app.state.wechat
    return port


async def _sign_on(request: Request) -> SignOnPort:
    port: SignOnPort = request.app.state.sign_on
    return port


async def _licences(request: Request) -> LicencePort:
    port: LicencePort = request.app.state.licences
    return port


async def _seals(request: Request) -> SealPort:
    port: SealPort = request.app.state.seals
    return port


async def _credit(request: Request) -> CreditPort:
    port: CreditPort = request.app.state.credit
    return port


Bot = Annotated[BotPort, Depends(_bot)]
WeChat = Annotated[WeChatPort, Depends(_wechat)]
SignOn = Annotated[SignOnPort, Depends(_sign_on)]
Licences = Annotated[LicencePort, Depends(_licences)]
Seals = Annotated[SealPort, Depends(_seals)]
Credit = Annotated[CreditPort, Depends(_credit)]

Limit = Annotated[int, Query(ge=1, le=100, description="一页多少条")]
Cursor = Annotated[int, Query(ge=0, le=1_000_000, description="上一页给出的 next")]
IdempotencyKey = Annotated[str | None, Header(max_length=128, description="同一个键只做一次")]
