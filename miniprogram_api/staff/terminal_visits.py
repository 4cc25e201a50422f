"""Cards on the terminals of one's hall whose holders a member of staff looks at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from flows.self_service import seen
from flows.self_service.seen import Holder, WaitingList
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/terminal-visits", tags=["halls"])

VisitId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("")
async def list_waiting(staff: CurrentStaff, session: Reading) -> WaitingList:
    """Those of the hall where one is on duty."""
    return await seen.list_waiting(session, staff)


@router.get("/{visit_id}")
async def look_at_holder(visit_id: VisitId, staff: CurrentStaff, session: Writing) -> Holder:
    """What stands on the card; the look is recorded."""
    return await seen.look_at_holder(session, staff, visit_id)


@router.post("/{visit_id}/confirm", status_code=204)
async def confirm(visit_id: VisitId, staff: CurrentStaff, session: Writing) -> None:
    """Face and card belong together."""
    await seen.confirm_seen(session, staff, visit_id)


@router.post("/{visit_id}/refuse", status_code=204)
async def refuse(visit_id: VisitId, staff: CurrentStaff, session: Writing) -> None:
    """They do not: nobody gets in."""
    await seen.refuse_seen(session, staff, visit_id)
