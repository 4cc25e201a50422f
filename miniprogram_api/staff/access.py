"""Roles, grants, and looking with somebody else's eyes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.access import grants, roles, wishes
from flows.access.grants import Verdict
from flows.access.views import (
    FieldChoice,
    GrantChoices,
    GrantPage,
    GrantState,
    GrantView,
    GrantWish,
    NewRole,
    RolesView,
    RoleView,
    RoleWish,
)
from flows.staff import preview
from flows.staff.preview import CasePreview, PreviewView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])

Note = Annotated[str, Field(max_length=200)]


class Decision(BaseModel):
    verdict: Verdict
    note: Note = ""


class Revocation(BaseModel):
    note: Note = ""


class Fields(BaseModel):
    items: list[FieldChoice]


@router.get("/roles")
async def list_roles(staff: CurrentStaff, session: Reading) -> RolesView:
    return await roles.list_roles(session, staff)


@router.post("/roles")
async def create_role(body: NewRole, staff: CurrentStaff, session: Writing) -> RoleView:
    return await roles.create_role(session, staff, body)


@router.put("/roles/{role_id}")
async def change_role(
    role_id: str, body: RoleWish, staff: CurrentStaff, session: Writing
) -> RoleView:
    return await roles.change_role(session, staff, role_id, body)


@router.post("/roles/{role_id}/close", status_code=204)
async def close_role(role_id: str, staff: CurrentStaff, session: Writing) -> None:
    await roles.close_role(session, staff, role_id)


@router.get("/grants")
async def list_grants(
    staff: CurrentStaff,
    session: Reading,
    state: GrantState = "asked",
    limit: Limit = 50,
    cursor: Cursor = 0,
) -> GrantPage:
    return await grants.list_grants(session, staff, state, cursor, limit)


@router.get("/grants/choices")
async def grant_choices(staff: CurrentStaff, session: Reading) -> GrantChoices:
    return await wishes.choices(session, staff)


@router.get("/grants/fields/{item_code}")
async def grant_fields(item_code: str, staff: CurrentStaff) -> Fields:
    return Fields(items=wishes.fields_of(staff, item_code))


@router.post("/people/{staff_id}/grant_requests")
async def ask_for_grant(
    staff_id: str, body: GrantWish, staff: CurrentStaff, session: Writing
) -> GrantView:
    """The system administrator asks; the security administrator decides."""
    return await grants.ask_for_grant(session, staff, staff_id, body)


@router.post("/people/{staff_id}/grants")
async def give_grant(
    staff_id: str, body: GrantWish, staff: CurrentStaff, session: Writing
) -> GrantView:
    """Holds from the person's next request on."""
    return await grants.give_grant(session, staff, staff_id, body)


@router.post("/grants/{grant_id}/decide")
async def decide(grant_id: str, body: Decision, staff: CurrentStaff, session: Writing) -> GrantView:
    return await grants.decide(session, staff, grant_id, body.verdict, body.note)


@router.post("/grants/{grant_id}/revoke")
async def revoke(
    grant_id: str, body: Revocation, staff: CurrentStaff, session: Writing
) -> GrantView:
    return await grants.revoke(session, staff, grant_id, body.note)


@router.get("/people/{staff_id}/preview")
async def look_as(staff_id: str, staff: CurrentStaff, session: Writing) -> PreviewView:
    """What this person can do and see, and by which grant; noted."""
    return await preview.preview(session, staff, staff_id)


@router.get("/people/{staff_id}/preview/cases/{number}")
async def look_as_at_case(
    staff_id: str, number: str, staff: CurrentStaff, session: Writing
) -> CasePreview:
    """Whether this person sees the case, why, and how its fields are shown; noted."""
    return await preview.preview_case(session, staff, staff_id, number)
