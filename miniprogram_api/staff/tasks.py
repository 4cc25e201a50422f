"""The staff's to-do list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from flows.staff import deciding, work
from flows.staff.views import TaskOutcome
from flows.staff.work import Decision
from flows.worklists import service as worklists
from flows.worklists.queries import TaskQuery
from flows.worklists.views import TaskLines
from miniprogram_api.assistant.chat import event_stream
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Licences, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])


class Complete(BaseModel):
    """`fields`: what the step of a drawn process asks to be filled."""

    decision: Decision
    note: Annotated[str, Field(max_length=2000)] = ""
    fields: Annotated[dict[str, str | float | bool | None], Field(max_length=60)] = {}


class Transfer(BaseModel):
    to: Annotated[str, Field(max_length=32)]
    reason: Annotated[str, Field(max_length=2000)] = ""


class Countersign(BaseModel):
    people: Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=50)]


class Return(BaseModel):
    note: Annotated[str, Field(max_length=2000)]
    material_ids: Annotated[list[str], Field(max_length=40)] = []


@router.get("/tasks")
async def list_tasks(
    staff: CurrentStaff, session: Reading, asked: Annotated[TaskQuery, Query()]
) -> TaskLines:
    """To-do, claimed by oneself or done; filtered, in order, a page from a place on."""
    return await worklists.list_tasks(session, staff, asked)


@router.post("/tasks/{task_id}/claim")
async def claim_task(task_id: str, staff: CurrentStaff, session: Writing) -> TaskOutcome:
    return await work.claim_task(session, staff, task_id)


@router.post("/tasks/{task_id}/release")
async def release_task(task_id: str, staff: CurrentStaff, session: Writing) -> TaskOutcome:
    return await work.release_task(session, staff, task_id)


@router.post("/tasks/{task_id}/complete")
async def complete_task(
    task_id: str, body: Complete, staff: CurrentStaff, session: Writing, licences: Licences
) -> TaskOutcome:
    """Accept, approve or reject; pass, return or refuse at a step; agree or disagree where a word
    was asked for. A second decision on the same task is refused (409), and so is granting on a
    lent licence that has been ended since."""
    return await deciding.complete_task(
        licences, session, staff, task_id, body.decision, body.note, body.fields
    )


@router.post("/tasks/{task_id}/return")
async def return_task(
    task_id: str, body: Return, staff: CurrentStaff, session: Writing
) -> TaskOutcome:
    """Send back for supplement, with a note the applicant reads."""
    return await work.return_task(session, staff, task_id, body.note, body.material_ids)


@router.post("/tasks/{task_id}/transfer")
async def transfer_task(
    task_id: str, body: Transfer, staff: CurrentStaff, session: Writing
) -> TaskOutcome:
    """转办."""
    return await work.transfer_task(session, staff, task_id, body.to, body.reason)


@router.post("/tasks/{task_id}/countersign")
async def countersign_task(
    task_id: str, body: Countersign, staff: CurrentStaff, session: Writing
) -> TaskOutcome:
    """会签、加签: the task can be decided when everybody asked has answered."""
    return await work.countersign_task(session, staff, task_id, body.people)


@router.get("/stream", response_class=StreamingResponse)
async def stream(_staff: CurrentStaff) -> StreamingResponse:
    """Server-sent events: `task` when a case moved, `ping`."""
    return await event_stream("staff")
