"""The terminal's side of a visit: the code on its screen, how the visit is, its end."""

from __future__ import annotations

from fastapi import APIRouter

from flows.self_service import service
from flows.self_service.service import Begun, Visit
from hall_bridge.auth import CurrentDevice
from hall_bridge.deps import Writing

router = APIRouter(prefix="/hall/v1/self-service/visit", tags=["self-service"])


@router.post("", status_code=201)
async def begin(device: CurrentDevice, session: Writing) -> Begun:
    """A new code for the screen; whatever was open here ends."""
    return await service.begin(session, device)


@router.get("")
async def visit(device: CurrentDevice, session: Writing) -> Visit:
    """How it is; the citizen's session is in the first answer after a phone took the code."""
    return await service.visit_of(session, device)


@router.post("/touch")
async def touch(device: CurrentDevice, session: Writing) -> Visit:
    """Somebody is still there."""
    return await service.touch(session, device)


@router.delete("", status_code=204)
async def leave(device: CurrentDevice, session: Writing) -> None:
    """Done: everything ends at once."""
    await service.leave(session, device)
