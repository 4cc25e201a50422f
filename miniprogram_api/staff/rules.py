"""Rules of pre-review in the hands of editors: what they may name, and their trial on old cases."""

from __future__ import annotations

from fastapi import APIRouter

from flows.knowledge import shadow
from flows.knowledge.shadow import ShadowView
from flows.knowledge.vocabulary import Vocabulary, vocabulary_of
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/knowledge", tags=["knowledge"])


@router.get("/rules/vocabulary/{code}")
async def read_vocabulary(code: str, staff: CurrentStaff) -> Vocabulary:
    """Materials, fields and questions of an item, in words."""
    return vocabulary_of(staff, code)


@router.post("/{entry_id}/shadow", status_code=202)
async def ask_for_shadow(entry_id: str, staff: CurrentStaff, session: Writing) -> ShadowView:
    """Judge last month's cases by the draft, in the background."""
    return await shadow.ask_for_shadow(session, staff, entry_id)


@router.get("/{entry_id}/shadow")
async def look_at_shadow(entry_id: str, staff: CurrentStaff, session: Reading) -> ShadowView:
    """How far the trial is, and what it came to."""
    return await shadow.look_at_shadow(session, staff, entry_id)


@router.post("/{entry_id}/shadow/seen")
async def note_seen(entry_id: str, staff: CurrentStaff, session: Writing) -> ShadowView:
    """Somebody has looked at the result: the draft may be published."""
    return await shadow.note_seen(session, staff, entry_id)
