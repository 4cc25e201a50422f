"""The terminal's side of a visit: a code on its screen or a card on its reader, how the visit is,
its end."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from flows.devices.views import CommandView
from flows.self_service import cards, collecting, service
from flows.self_service.cards import CardVisit
from flows.self_service.service import Begun, Visit
from hall_bridge.auth import CurrentDevice
from hall_bridge.deps import Writing

router = APIRouter(prefix="/hall/v1/self-service/visit", tags=["self-service"])


class ToCollect(BaseModel):
    model_config = ConfigDict(extra="forbid")

    licence_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class CardRead(BaseModel):
    """`command_id` is the terminal's own `read_id_card`; what the card says stays on the server."""

    model_config = ConfigDict(extra="forbid")

    command_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


@router.post("", status_code=201)
async def begin(device: CurrentDevice, session: Writing) -> Begun:
    """A new code for the screen; whatever was open here ends."""
    return await service.begin(session, device)


@router.post("/card", status_code=201)
async def ask_by_card(body: CardRead, device: CurrentDevice, session: Writing) -> CardVisit:
    """The card that was just read: its holder is asked; whatever was open here ends."""
    return await cards.ask_by_card(session, device, body.command_id)


@router.get("")
async def visit(device: CurrentDevice, session: Writing) -> Visit:
    """How it is; the citizen's session is in the first answer after a phone took the code."""
    return await service.visit_of(session, device)


@router.post("/touch")
async def touch(device: CurrentDevice, session: Writing) -> Visit:
    """Somebody is still there."""
    return await service.touch(session, device)


@router.post("/licences", status_code=202)
async def collect(body: ToCollect, device: CurrentDevice, session: Writing) -> CommandView:
    """The licence comes out of the issuing machine beside the terminal."""
    return await collecting.collect(session, device, body.licence_id)


@router.delete("", status_code=204)
async def leave(device: CurrentDevice, session: Writing) -> None:
    """Done: everything ends at once."""
    await service.leave(session, device)
