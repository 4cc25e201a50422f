"""Approval that is drawn (审批流程), as staff work on its steps."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from flows.processes import opinions, passing, service
from flows.processes.views import (
    ColleagueView,
    DelegationView,
    ProcessView,
    StepPage,
    StepView,
)
from flows.staff import deciding
from flows.workflow import handing_in
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Licences, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/processes", tags=["staff"])

Words = Annotated[str, Field(max_length=2000)]
StaffId = Annotated[str, Field(max_length=32)]


class Begin(BaseModel):
    template: Annotated[str, Field(max_length=64)]


class Decide(BaseModel):
    """`decision` is pass, return or refuse; the diagram says where each leads."""

    decision: Annotated[str, Field(max_length=16)]
    opinion: Words = ""
    fields: Annotated[dict[str, str | float | bool | None], Field(max_length=60)] = {}


class Supplement(BaseModel):
    note: Annotated[str, Field(min_length=2, max_length=500)]
    material_ids: Annotated[list[str], Field(max_length=40)] = []


class TakeBack(BaseModel):
    node: Annotated[str, Field(max_length=64)]
    reason: Words


class Reason(BaseModel):
    reason: Words


class PassOn(BaseModel):
    to: StaffId
    reason: Words = ""


class AskOpinions(BaseModel):
    people: Annotated[list[StaffId], Field(max_length=50)]


class GiveOpinion(BaseModel):
    agrees: bool
    opinion: Words = ""


class Delegate(BaseModel):
    to: StaffId
    starts_at: AwareDatetime
    ends_at: AwareDatetime


@router.get("/steps")
async def list_steps(
    staff: CurrentStaff, session: Reading, limit: Limit = 50, cursor: Cursor = 0
) -> StepPage:
    """What waits for this person's role or is in their hands, those due first."""
    return await service.list_steps(session, staff, cursor, limit)


@router.post("/cases/{number}")
async def begin(number: str, body: Begin, staff: CurrentStaff, session: Writing) -> ProcessView:
    """Start a case's process; a second call finds the first's."""
    return await handing_in.begin(session, staff, number, body.template)


@router.get("/cases/{number}")
async def look_at(number: str, staff: CurrentStaff, session: Reading) -> ProcessView:
    """The case on its diagram: where it stands, what was done, where it may be taken back to."""
    return await service.look_at(session, staff, number)


@router.post("/steps/{step_id}/claim")
async def claim(step_id: str, staff: CurrentStaff, session: Writing) -> StepView:
    return await service.claim(session, staff, step_id)


@router.post("/steps/{step_id}/release")
async def release(step_id: str, staff: CurrentStaff, session: Writing) -> StepView:
    return await service.release(session, staff, step_id)


@router.post("/steps/{step_id}/complete")
async def complete(
    step_id: str, body: Decide, staff: CurrentStaff, session: Writing, licences: Licences
) -> StepView:
    return await deciding.complete_step(
        licences, session, staff, step_id, body.decision, body.opinion, body.fields
    )


@router.post("/steps/{step_id}/supplement")
async def ask_supplement(
    step_id: str, body: Supplement, staff: CurrentStaff, session: Writing
) -> StepView:
    """退回补正: to the applicant; the step stays in the same hands."""
    return await service.ask_supplement(session, staff, step_id, body.note, body.material_ids)


@router.get("/steps/{step_id}/colleagues")
async def list_colleagues(
    step_id: str, staff: CurrentStaff, session: Writing, work: Literal["pass", "opinion"] = "pass"
) -> list[ColleagueView]:
    """To whom the step may be passed on, or whose word may be asked for."""
    return await passing.list_colleagues(session, staff, step_id, work)


@router.get("/stand_ins")
async def list_stand_ins(staff: CurrentStaff, session: Reading) -> list[ColleagueView]:
    """To whom this person's steps may be given while they are away."""
    return await passing.list_stand_ins(session, staff)


@router.post("/steps/{step_id}/return")
async def take_back(
    step_id: str, body: TakeBack, staff: CurrentStaff, session: Writing
) -> StepView:
    """退回: to an earlier step of this case's way."""
    return await service.take_back(session, staff, step_id, body.node, body.reason)


@router.post("/steps/{step_id}/refuse")
async def refuse(step_id: str, body: Reason, staff: CurrentStaff, session: Writing) -> StepView:
    """驳回: the process ends here."""
    return await service.refuse(session, staff, step_id, body.reason)


@router.post("/steps/{step_id}/transfer")
async def transfer(step_id: str, body: PassOn, staff: CurrentStaff, session: Writing) -> StepView:
    """转办."""
    return await passing.transfer(session, staff, step_id, body.to, body.reason)


@router.post("/steps/{step_id}/urge")
async def urge(step_id: str, staff: CurrentStaff, session: Writing) -> StepView:
    """催办: at most once in ten minutes."""
    return await passing.urge(session, staff, step_id)


@router.post("/steps/{step_id}/opinions")
async def ask_opinions(
    step_id: str, body: AskOpinions, staff: CurrentStaff, session: Writing
) -> StepView:
    """会签、加签: the step can be decided when everybody asked has answered."""
    return await opinions.ask_opinions(session, staff, step_id, body.people)


@router.post("/steps/{step_id}/opinion")
async def give_opinion(
    step_id: str, body: GiveOpinion, staff: CurrentStaff, session: Writing
) -> StepView:
    return await opinions.give_opinion(session, staff, step_id, body.agrees, body.opinion)


@router.get("/delegations")
async def list_delegations(staff: CurrentStaff, session: Reading) -> list[DelegationView]:
    """Those this person gave or was given, the newest first."""
    return await passing.list_delegations(session, staff)


@router.post("/delegations")
async def delegate(body: Delegate, staff: CurrentStaff, session: Writing) -> DelegationView:
    """委托: somebody stands in between two moments."""
    return await passing.delegate(session, staff, body.to, body.starts_at, body.ends_at)


@router.delete("/delegations/{delegation_id}", status_code=204)
async def end_delegation(delegation_id: str, staff: CurrentStaff, session: Writing) -> None:
    await passing.end_delegation(session, staff, delegation_id)
