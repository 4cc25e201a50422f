"""Work orders (工单) as staff work on them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.work_orders import service
from flows.work_orders.views import StaffWorkOrderPage, StaffWorkOrderView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.work_orders import AnswerVisit
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/work_orders", tags=["staff"])

Filter = Literal["", "submitted", "accepted", "replied", "closed", "withdrawn", "overdue"]


class ReplyWords(BaseModel):
    text: Annotated[str, Field(max_length=4000)]


class Assign(BaseModel):
    department_code: Annotated[str, Field(max_length=18)]
    reason: Annotated[str, Field(max_length=500)]


@router.get("")
async def list_orders(
    staff: CurrentStaff,
    session: Reading,
    state: Filter = "",
    q: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 50,
    cursor: Cursor = 0,
) -> StaffWorkOrderPage:
    """The department's, the nearest day first; `state=overdue` for those whose day has passed."""
    return await service.list_for_staff(session, staff, state, q.strip(), cursor, limit)


@router.get("/{number}")
async def look_at(number: str, staff: CurrentStaff, session: Writing) -> StaffWorkOrderView:
    """One with its contact; the look is noted in the access records."""
    return await service.look_as_staff(session, staff, number)


@router.post("/{number}/accept")
async def accept(number: str, staff: CurrentStaff, session: Writing) -> StaffWorkOrderView:
    return await service.accept(session, staff, number)


@router.post("/{number}/assign")
async def assign(
    number: str, body: Assign, staff: CurrentStaff, session: Writing
) -> StaffWorkOrderView:
    """To another department, with a reason; an empty code is the comprehensive window."""
    return await service.assign(session, staff, number, body.department_code, body.reason)


@router.post("/{number}/reply")
async def reply(
    number: str, body: ReplyWords, staff: CurrentStaff, session: Writing
) -> StaffWorkOrderView:
    """Answer the citizen, who is told."""
    return await service.reply(session, staff, number, body.text)


@router.post("/{number}/visit")
async def visit(
    number: str, body: AnswerVisit, staff: CurrentStaff, session: Writing
) -> StaffWorkOrderView:
    """The return visit (回访): how the citizen found the reply; below 3 it is worked on again."""
    return await service.visit(session, staff, number, body.satisfaction, body.text)
