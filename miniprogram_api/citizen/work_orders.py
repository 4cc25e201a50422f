"""Work orders (工单) of the citizen who left them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.work_orders import service
from flows.work_orders.views import WorkOrderPage, WorkOrderView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.citizen.handoffs import LeaveMessage
from miniprogram_api.deps import Cursor, IdempotencyKey, Limit, Reading, Writing

router = APIRouter(prefix="/api/v1/work_orders", tags=["work orders"])


class AnswerVisit(BaseModel):
    satisfaction: int
    text: Annotated[str, Field(max_length=500)] = ""


@router.post("", status_code=201)
async def leave(
    body: LeaveMessage,
    viewer: CurrentViewer,
    session: Writing,
    idempotency_key: IdempotencyKey = None,
) -> WorkOrderView:
    """A message without a talk before it. The same Idempotency-Key leaves one."""
    return await service.leave_once(session, viewer, idempotency_key, body.message())


@router.get("")
async def list_own(
    viewer: CurrentViewer, session: Reading, limit: Limit = 20, cursor: Cursor = 0
) -> WorkOrderPage:
    return await service.list_own(session, viewer, cursor, limit)


@router.get("/{number}")
async def look_at(number: str, viewer: CurrentViewer, session: Reading) -> WorkOrderView:
    return await service.look_at_own(session, viewer, number)


@router.post("/{number}/withdraw")
async def withdraw(number: str, viewer: CurrentViewer, session: Writing) -> WorkOrderView:
    """Before the reply; again changes nothing."""
    return await service.withdraw(session, viewer, number)


@router.post("/{number}/visit")
async def answer_visit(
    number: str, body: AnswerVisit, viewer: CurrentViewer, session: Writing
) -> WorkOrderView:
    """The citizen's word on the reply: below 3 it is worked on again."""
    return await service.answer_visit(session, viewer, number, body.satisfaction, body.text)
