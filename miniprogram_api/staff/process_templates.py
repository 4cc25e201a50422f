"""Templates of processes: drawn, tried, published, revoked; running cases moved to a version."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.processes import migrations, templates
from flows.processes.views import FaultView, MigrationView, TemplateView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/process_templates", tags=["staff"])

Bpmn = Annotated[str, Field(max_length=templates.MAX_DRAFT, description="BPMN 2.0 XML")]


class Draft(BaseModel):
    name: Annotated[str, Field(max_length=100)]
    bpmn: Bpmn


class Drawing(BaseModel):
    bpmn: Bpmn


class Revoke(BaseModel):
    reason: Annotated[str, Field(max_length=500)] = ""


class Versions(BaseModel):
    old: int
    new: int


class Migration(Versions):
    case_numbers: Annotated[list[str], Field(max_length=500)]


@router.get("")
async def list_templates(staff: CurrentStaff, session: Reading) -> list[TemplateView]:
    return await templates.list_templates(session, staff)


@router.post("/check")
async def check(body: Drawing, staff: CurrentStaff) -> list[FaultView]:
    """Everything wrong with a drawing, each fault naming its element; nothing is kept."""
    return await templates.try_draft(staff, body.bpmn)


@router.put("/{key}/draft")
async def save_draft(key: str, body: Draft, staff: CurrentStaff, session: Writing) -> TemplateView:
    return await templates.save_draft(session, staff, key, body.name, body.bpmn)


@router.post("/{key}/publish")
async def publish(key: str, staff: CurrentStaff) -> TemplateView:
    """Checked, played through and dry-run; by another person than who drew it."""
    return await templates.publish(staff, key)


@router.post("/{key}/versions/{version}/revoke")
async def revoke(
    key: str, version: int, body: Revoke, staff: CurrentStaff, session: Writing
) -> TemplateView:
    """No new case on this version; those on it go on."""
    return await templates.revoke(session, staff, key, version, body.reason)


@router.post("/{key}/migrations/preview")
async def preview_migration(
    key: str, body: Versions, staff: CurrentStaff, session: Reading
) -> MigrationView:
    """What differs and which running cases could move; nothing is changed."""
    return await migrations.preview(session, staff, key, body.old, body.new)


@router.post("/{key}/migrations")
async def migrate(key: str, body: Migration, staff: CurrentStaff) -> MigrationView:
    """Move these cases; what cannot move stays and says why."""
    return await migrations.migrate(staff, key, body.old, body.new, body.case_numbers)
