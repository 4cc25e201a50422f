"""Templates of processes: drawn, tried, published, revoked; running cases moved to a version."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.processes import drawings, migrations, templates
from flows.processes import vocabulary as words
from flows.processes.views import (
    ComparisonView,
    FaultView,
    MigrationView,
    ShippedView,
    TemplateView,
    TrialView,
    VersionFile,
)
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/process_templates", tags=["staff"])

Bpmn = Annotated[str, Field(max_length=templates.MAX_DRAFT, description="BPMN 2.0 XML")]


class Draft(BaseModel):
    """`revision` is that of the draft this one was drawn from, 0 for a new template; without it
    the draft is saved over whatever is kept."""

    name: Annotated[str, Field(max_length=100)]
    bpmn: Bpmn
    revision: int | None = None


class Publish(BaseModel):
    """`revision` is that of the draft the publisher looked at."""

    note: Annotated[str, Field(max_length=templates.MAX_NOTE)] = ""
    revision: int | None = None


class Drawing(BaseModel):
    bpmn: Bpmn


class Revoke(BaseModel):
    reason: Annotated[str, Field(max_length=500)] = ""


class Versions(BaseModel):
    old: int
    new: int


class Preview(Versions):
    """`cursor` is `next` of the page before."""

    cursor: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Migration(Versions):
    case_numbers: Annotated[list[str], Field(max_length=500)]


@router.get("")
async def list_templates(staff: CurrentStaff, session: Reading) -> list[TemplateView]:
    return await templates.list_templates(session, staff)


@router.get("/shipped")
async def list_shipped(staff: CurrentStaff) -> list[ShippedView]:
    """Drawings a new template may begin with."""
    return drawings.list_shipped(staff)


@router.get("/vocabulary")
async def vocabulary(staff: CurrentStaff) -> words.Vocabulary:
    """The words a drawing may use: kinds of steps, roles, facts of conditions, letters."""
    return words.vocabulary(staff)


@router.post("/try")
async def try_drawing(body: Drawing, staff: CurrentStaff) -> TrialView:
    """The dry run of a drawing: the ways walked, or its faults; nothing is kept."""
    return await drawings.try_drawing(staff, body.bpmn)


@router.post("/check")
async def check(body: Drawing, staff: CurrentStaff) -> list[FaultView]:
    """Everything wrong with a drawing, each fault naming its element; nothing is kept."""
    return await templates.try_draft(staff, body.bpmn)


@router.get("/{key}")
async def look_at(key: str, staff: CurrentStaff, session: Reading) -> TemplateView:
    return await templates.look_at_template(session, staff, key)


@router.put("/{key}/draft")
async def save_draft(key: str, body: Draft, staff: CurrentStaff, session: Writing) -> TemplateView:
    """Kept with its faults; 409 when somebody else saved one meanwhile."""
    return await templates.save_draft(session, staff, key, body.name, body.bpmn, body.revision)


@router.post("/{key}/publish")
async def publish(key: str, staff: CurrentStaff, body: Publish | None = None) -> TemplateView:
    """Checked, played through and dry-run; by another person than who drew it."""
    said = body or Publish()
    return await templates.publish(staff, key, said.note, said.revision)


@router.get("/{key}/versions/{version}")
async def look_at_version(
    key: str, version: int, staff: CurrentStaff, session: Reading
) -> VersionFile:
    """A version as it was published, with its drawing."""
    return await drawings.look_at_version(session, staff, key, version)


@router.get("/{key}/compare")
async def compare(
    key: str,
    staff: CurrentStaff,
    session: Reading,
    old: int,
    new: Annotated[int | None, Query(description="不填：与草稿比较")] = None,
) -> ComparisonView:
    """What differs between a version and another one or the draft, element by element."""
    return await drawings.compare_versions(session, staff, key, old, new)


@router.post("/{key}/versions/{version}/revoke")
async def revoke(
    key: str, version: int, body: Revoke, staff: CurrentStaff, session: Writing
) -> TemplateView:
    """No new case on this version; those on it go on."""
    return await templates.revoke(session, staff, key, version, body.reason)


@router.post("/{key}/migrations/preview")
async def preview_migration(
    key: str, body: Preview, staff: CurrentStaff, session: Reading
) -> MigrationView:
    """What differs and which running cases could move; nothing is changed."""
    return await migrations.preview(session, staff, key, body.old, body.new, body.cursor)


@router.post("/{key}/migrations")
async def migrate(key: str, body: Migration, staff: CurrentStaff) -> MigrationView:
    """Move these cases; what cannot move stays and says why."""
    return await migrations.migrate(staff, key, body.old, body.new, body.case_numbers)
