"""What endpoints are given: sessions that commit before the answer leaves, ports, paging."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.bot.port import BotPort
from adapters.credit.port import CreditPort
from adapters.eseal.port import SealPort
from adapters.licences.port import LicencePort
from adapters.sign_on.port import SignOnPort
from adapters.wechat.port import WeChatPort
from foundation import db


async def _writing() -> AsyncIterator[AsyncSession]:
    async with db.writing() as session:
        yield session


async def _reading() -> AsyncIterator[AsyncSession]:
    async with db.reading() as session:
        yield session


# scope="function": a yield dependency of the default scope commits after the answer has left.
Writing = Annotated[AsyncSession, Depends(_writing, scope="function")]
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]


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
