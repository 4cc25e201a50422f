"""A citizen's phone at a self-service terminal of a hall."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from flows.self_service import cards, service
from flows.self_service.cards import VisitRequest, VisitRequests
from flows.self_service.service import Terminal
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1", tags=["self-service"])

VisitId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Code = Annotated[str, Path(pattern=r"^s[A-Za-z0-9]{20}$")]


@router.get("/terminals/{code}")
async def look(code: Code, _viewer: CurrentViewer, session: Reading) -> Terminal:
    """Which terminal, before one agrees."""
    return await service.look(session, code)


@router.post("/terminals/{code}/visit")
async def claim(code: Code, viewer: CurrentViewer, session: Writing) -> Terminal:
    """Go on at this terminal."""
    return await service.claim(session, viewer, code)


@router.get("/terminal-visits")
async def asked(viewer: CurrentViewer, session: Reading) -> VisitRequests:
    """Terminals on which one's own identity card lies now, waiting for one's word."""
    return await cards.asked_of(session, viewer)


@router.get("/terminal-visits/{visit_id}")
async def look_at_visit(visit_id: VisitId, viewer: CurrentViewer, session: Writing) -> VisitRequest:
    """One of them, also after it was answered."""
    return await cards.look_at_own(session, viewer, visit_id)


@router.post("/terminal-visits/{visit_id}/confirm")
async def confirm(visit_id: VisitId, viewer: CurrentViewer, session: Writing) -> VisitRequest:
    """It is I who stands there."""
    return await cards.confirm_own(session, viewer, visit_id)


@router.post("/terminal-visits/{visit_id}/deny")
async def deny(visit_id: VisitId, viewer: CurrentViewer, session: Writing) -> VisitRequest:
    """It is not: nobody gets in."""
    return await cards.deny_own(session, viewer, visit_id)
