"""Where the parties of a video call meet: of a handoff, and of an inspection."""

from __future__ import annotations

import contextlib
from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket

from flows.accounts.service import viewer_of_token
from flows.handoffs.video import Party
from flows.inspections.video import InspectionParty
from flows.staff.sign_in import staff_of_token
from foundation import db
from foundation.endpoints import authorises
from foundation.errors import Problem
from foundation.viewer import StaffMember, Viewer
from miniprogram_api.signalling import relay, token_of

router = APIRouter(tags=["video"])


async def _viewer(websocket: WebSocket) -> Viewer | None:
    """The citizen by the token of the subprotocol; None where it is nobody's."""
    with contextlib.suppress(Problem):
        async with db.reading() as session:
            return await viewer_of_token(session, token_of(websocket))
    return None


async def _staff(websocket: WebSocket) -> StaffMember | None:
    """The member of staff by the token of the subprotocol; None where it is nobody's."""
    with contextlib.suppress(Problem):
        async with db.reading() as session:
            return await staff_of_token(session, token_of(websocket))
    return None


@authorises("viewer, as a party of the handoff")
async def citizen_party(websocket: WebSocket, handoff_id: str) -> Party | None:
    viewer = await _viewer(websocket)
    return Party(handoff_id, "citizen", viewer) if viewer else None


@authorises("staff, as a party of the handoff")
async def staff_party(websocket: WebSocket, handoff_id: str) -> Party | None:
    staff = await _staff(websocket)
    return Party(handoff_id, "staff", staff) if staff else None


@authorises("viewer, as the applicant of the inspection")
async def applicant_party(websocket: WebSocket, inspection_id: str) -> InspectionParty | None:
    viewer = await _viewer(websocket)
    return InspectionParty(inspection_id, "citizen", viewer) if viewer else None


@authorises("staff, as the inspector")
async def inspector_party(websocket: WebSocket, inspection_id: str) -> InspectionParty | None:
    staff = await _staff(websocket)
    return InspectionParty(inspection_id, "staff", staff) if staff else None


@router.websocket("/api/v1/handoffs/{handoff_id}/video")
async def citizen_signals(
    websocket: WebSocket, party: Annotated[Party | None, Depends(citizen_party)]
) -> None:
    await relay(websocket, party)


@router.websocket("/staff/v1/handoffs/{handoff_id}/video")
async def staff_signals(
    websocket: WebSocket, party: Annotated[Party | None, Depends(staff_party)]
) -> None:
    await relay(websocket, party)


@router.websocket("/api/v1/inspections/{inspection_id}/video")
async def applicant_signals(
    websocket: WebSocket, party: Annotated[InspectionParty | None, Depends(applicant_party)]
) -> None:
    await relay(websocket, party)


@router.websocket("/staff/v1/inspections/{inspection_id}/video")
async def inspector_signals(
    websocket: WebSocket, party: Annotated[InspectionParty | None, Depends(inspector_party)]
) -> None:
    await relay(websocket, party)
