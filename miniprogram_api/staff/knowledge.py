"""What is known, in the hands of editors: list, entry, draft, review."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.knowledge import editing, links, service
from flows.knowledge.editing import Decision, Draft
from flows.knowledge.views import DiffView, EntryPage, EntryView, HealthView, RevisionView
from knowledge_base.pieces import SHAPES, Kind, ShapeName
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, IdempotencyKey, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/knowledge", tags=["knowledge"])

Number = Annotated[int, Query(ge=1)]


class NewEntry(Draft):
    shape: ShapeName


class SavedDraft(Draft):
    """`version` of the draft as the editor saw it, 0 where there was none."""

    version: Annotated[int, Field(ge=0)] = 0


class Reviewed(BaseModel):
    decision: Decision
    note: Annotated[str, Field(max_length=500)] = ""


class Reason(BaseModel):
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_entries(
    staff: CurrentStaff,
    session: Reading,
    kind: Kind | None = None,
    state: Annotated[str, Query(max_length=16)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> EntryPage:
    return await service.list_entries(session, staff, kind or "", state, q.strip(), cursor, limit)


@router.post("", status_code=201)
async def create_entry(
    body: NewEntry, staff: CurrentStaff, session: Writing, idempotency_key: IdempotencyKey = None
) -> EntryView:
    """A new entry with its first draft; the same Idempotency-Key gives the same entry."""
    entry_id = await editing.create_entry_once(session, staff, idempotency_key, body.shape, body)
    return await _fresh(session, staff, entry_id)


@router.get("/health")
async def look_at_health(staff: CurrentStaff, session: Reading) -> HealthView:
    """Expired and expiring entries, missing sources, broken links."""
    return await service.look_at_health(session, staff)


@router.post("/health/links", status_code=202)
async def check_links(staff: CurrentStaff, session: Writing) -> dict[str, str]:
    """Have every address asked again, in the background."""
    await links.ask_to_check(session, staff)
    return {"status": "started"}


@router.get("/schemas/{shape}")
async def read_schema(shape: ShapeName, staff: CurrentStaff) -> dict[str, Any]:
    """The JSON schema of a body, for editors that check while one types."""
    staff.must_hold(service.VIEW)
    schema: dict[str, Any] = SHAPES[shape].model.model_json_schema(by_alias=True)
    return schema


@router.get("/{entry_id}")
async def look_at_entry(entry_id: str, staff: CurrentStaff, session: Reading) -> EntryView:
    return await service.look_at_entry(session, staff, entry_id)


@router.get("/{entry_id}/revisions/{number}")
async def look_at_revision(
    entry_id: str, number: int, staff: CurrentStaff, session: Reading
) -> RevisionView:
    return await service.look_at_revision(session, staff, entry_id, number)


@router.get("/{entry_id}/diff")
async def compare(
    entry_id: str, before: Number, after: Number, staff: CurrentStaff, session: Reading
) -> DiffView:
    """What changed between two revisions."""
    return await service.compare(session, staff, entry_id, before, after)


@router.put("/{entry_id}/draft")
async def save_draft(
    entry_id: str, body: SavedDraft, staff: CurrentStaff, session: Writing
) -> EntryView:
    """Keep what was typed, faults and all; 409 when somebody saved in between."""
    await editing.save_draft(session, staff, entry_id, body, body.version)
    return await _fresh(session, staff, entry_id)


@router.delete("/{entry_id}/draft")
async def discard_draft(entry_id: str, staff: CurrentStaff, session: Writing) -> EntryView:
    await editing.discard(session, staff, entry_id)
    return await _fresh(session, staff, entry_id)


@router.post("/{entry_id}/draft/submit")
async def submit_draft(entry_id: str, staff: CurrentStaff, session: Writing) -> EntryView:
    """Hand in for review; 422 with every fault."""
    await editing.submit(session, staff, entry_id)
    return await _fresh(session, staff, entry_id)


@router.post("/{entry_id}/draft/recall")
async def recall_draft(entry_id: str, staff: CurrentStaff, session: Writing) -> EntryView:
    await editing.recall(session, staff, entry_id)
    return await _fresh(session, staff, entry_id)


@router.post("/{entry_id}/review")
async def review(entry_id: str, body: Reviewed, staff: CurrentStaff, session: Writing) -> EntryView:
    """Publish or return a colleague's revision; one's own is refused (403)."""
    await editing.review(session, staff, entry_id, body.decision, body.note)
    return await _fresh(session, staff, entry_id)


@router.post("/{entry_id}/withdraw")
async def withdraw(entry_id: str, body: Reason, staff: CurrentStaff, session: Writing) -> EntryView:
    """Take it from citizens' eyes at once, for a stated reason."""
    await editing.withdraw(session, staff, entry_id, body.note)
    return await _fresh(session, staff, entry_id)


@router.post("/{entry_id}/revisions/{number}/restore")
async def restore(entry_id: str, number: int, staff: CurrentStaff, session: Writing) -> EntryView:
    """An old revision becomes the draft."""
    await editing.restore(session, staff, entry_id, number)
    return await _fresh(session, staff, entry_id)


async def _fresh(session: Writing, staff: CurrentStaff, entry_id: str) -> EntryView:
    await session.flush()
    return await service.look_at_entry(session, staff, entry_id)
