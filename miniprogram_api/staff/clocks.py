"""What stops a case's clocks, and what staff are told of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.notices import service as notices
from flows.notices.views import StaffNoticePage
from flows.staff import clocks
from flows.staff.views import ClockView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])


class Suspend(BaseModel):
    """`kind` is one of `flows.cases.suspensions.KINDS`."""

    kind: Annotated[str, Field(max_length=16)]
    reason: Annotated[str, Field(max_length=1000)]
    expected_days: int | None = None


@router.post("/cases/{number}/suspensions")
async def suspend(number: str, body: Suspend, staff: CurrentStaff, session: Writing) -> ClockView:
    """中止计时 (《行政许可法》第45条); the applicant is told. Asked for twice it is one."""
    return await clocks.suspend(session, staff, number, body.kind, body.reason, body.expected_days)


@router.post("/cases/{number}/suspensions/{suspension_id}/end")
async def end_suspension(
    number: str, suspension_id: str, staff: CurrentStaff, session: Writing
) -> ClockView:
    return await clocks.end_suspension(session, staff, number, suspension_id)


@router.get("/notices")
async def list_notices(
    staff: CurrentStaff, session: Reading, limit: Limit = 20, cursor: Cursor = 0
) -> StaffNoticePage:
    """工作提醒: warnings of clocks, 催办, 转办; the newest first."""
    return await notices.list_notices(session, staff, cursor, limit)


@router.post("/notices/seen")
async def see_notices(staff: CurrentStaff, session: Writing) -> StaffNoticePage:
    return await notices.see_notices(session, staff)
