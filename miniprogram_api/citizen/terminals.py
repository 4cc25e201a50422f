"""A citizen's phone at a self-service terminal of a hall."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from flows.self_service import service
from flows.self_service.service import Terminal
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/terminals", tags=["self-service"])

Code = Annotated[str, Path(pattern=r"^s[A-Za-z0-9]{20}$")]


@router.get("/{code}")
async def look(code: Code, _viewer: CurrentViewer, session: Reading) -> Terminal:
    """Which terminal, before one agrees."""
    return await service.look(session, code)


@router.post("/{code}/visit")
async def claim(code: Code, viewer: CurrentViewer, session: Writing) -> Terminal:
    """Go on at this terminal."""
    return await service.claim(session, viewer, code)
