"""The staff's to-do list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from flows.staff import service
from flows.staff.service import Decision, TaskState
from flows.staff.views import TaskOutcome, TaskPage
from miniprogram_api.assistant.chat import event_stream
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])


class Complete(BaseModel):
    decision: Decision
    note: Annotated[str, Field(max_length=2000)] = ""


class Return(BaseModel):
    note: Annotated[str, Field(max_length=2000)]
    material_ids: Annotated[list[str], Field(max_length=40)] = []


@router.get("/tasks")
async def list_tasks(
    staff: CurrentStaff,
    session: Reading,
    state: TaskState = "open",
    q: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> TaskPage:
    return await service.list_tasks(session, staff, state, q.strip(), cursor, limit)


@router.post("/tasks/{task_id}/claim")
async def claim_task(task_id: str, staff: CurrentStaff, session: Writing) -> TaskOutcome:
    return await service.claim_task(session, staff, task_id)


@router.post("/tasks/{task_id}/release")
async def release_task(task_id: str, staff: CurrentStaff, session: Writing) -> TaskOutcome:
    return await service.release_task(session, staff, task_id)


@router.post("/tasks/{task_id}/complete")
async def complete_task(
    task_id: str, body: Complete, staff: CurrentStaff, session: Writing
) -> TaskOutcome:
    """Accept, approve or reject. A second decision on the same task is refused (409)."""
    return await service.complete_task(session, staff, task_id, body.decision, body.note)


@router.post("/tasks/{task_id}/return")
async def return_task(
    task_id: str, body: Return, staff: CurrentStaff, session: Writing
) -> TaskOutcome:
    """Send back for supplement, with a note the applicant reads."""
    return await service.return_task(session, staff, task_id, body.note, body.material_ids)


@router.get("/stream", response_class=StreamingResponse)
async def stream(_staff: CurrentStaff) -> StreamingResponse:
    """Server-sent events: `task` when a case moved, `ping`."""
    return event_stream("staff")
