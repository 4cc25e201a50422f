"""扫码接力 on the phone: spend a counter's code or show one's own, consent, fill, end."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from flows.counter_handoffs import asking, consent, editing, service
from flows.counter_handoffs.views import (
    Agreement,
    CitizenView,
    CurrentView,
    EditResults,
    EditWish,
    Locked,
    Offered,
)
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1", tags=["counter handoffs"])

CaseNumber = Annotated[str | None, Field(max_length=17)]


class Spend(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    token: Annotated[str, Field(min_length=1, max_length=32)]


class Show(BaseModel):
    model_config = ConfigDict(extra="forbid")

    case_number: CaseNumber = None


class AskCounter(Show):
    counter_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,24}$")]


class Edits(BaseModel):
    model_config = ConfigDict(extra="forbid")

    edits: Annotated[list[EditWish], Field(min_length=1, max_length=100)]


class Decisions(BaseModel):
    """By the edit's id: take it, or not."""

    model_config = ConfigDict(extra="forbid")

    decisions: Annotated[dict[str, bool], Field(min_length=1, max_length=200)]


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_done: bool


@router.post("/handoffs/claim")
async def claim(body: Spend, viewer: CurrentViewer, session: Writing) -> CitizenView:
    """Spend the code of a counter's screen, once; nothing is shared before consent."""
    return await service.claim(session, viewer, body.token)


@router.post("/counter_handoffs", status_code=201)
async def show_code(body: Show, viewer: CurrentViewer, session: Writing) -> Offered:
    """A code for the counter to scan; the one shown before is void."""
    return await service.offer_from_phone(session, viewer, body.case_number)


@router.post("/counter_handoffs/at_counter")
async def ask_counter(body: AskCounter, viewer: CurrentViewer, session: Writing) -> CitizenView:
    """The printed code was scanned: the clerk on duty has to say yes."""
    return await service.ask_counter(session, viewer, body.counter_id, body.case_number)


@router.get("/counter_handoffs/current")
async def current(viewer: CurrentViewer, session: Reading) -> CurrentView:
    """The one under way, or the last one."""
    return await service.current(session, viewer)


@router.get("/counter_handoffs/{handoff_id}")
async def look_at(handoff_id: str, viewer: CurrentViewer, session: Reading) -> CitizenView:
    return await service.look_at(session, viewer, handoff_id)


@router.put("/counter_handoffs/{handoff_id}/consent")
async def agree(
    handoff_id: str, body: Agreement, viewer: CurrentViewer, session: Writing
) -> CitizenView:
    """Share exactly this from now on, with the officer one saw."""
    return await consent.consent(session, viewer, handoff_id, body)


@router.post("/counter_handoffs/{handoff_id}/end")
async def end(handoff_id: str, viewer: CurrentViewer, session: Writing) -> CitizenView:
    """The counter sees nothing more; again changes nothing."""
    return await service.end(session, viewer, handoff_id)


@router.post("/counter_handoffs/{handoff_id}/edits")
async def fill(
    handoff_id: str, body: Edits, viewer: CurrentViewer, session: Writing
) -> EditResults:
    """What was typed, also without a network; the same `edit_id` is one edit."""
    return await editing.fill(session, viewer, handoff_id, body.edits)


@router.post("/counter_handoffs/{handoff_id}/decisions")
async def decide(
    handoff_id: str, body: Decisions, viewer: CurrentViewer, session: Writing
) -> CitizenView:
    """Take or refuse what the counter proposes, and choose where edits met."""
    return await editing.decide(session, viewer, handoff_id, body.decisions)


@router.put("/counter_handoffs/{handoff_id}/locks/{field}")
async def hold(handoff_id: str, field: str, viewer: CurrentViewer, session: Writing) -> Locked:
    """Write in this field for the next seconds."""
    return await editing.hold_as_citizen(session, viewer, handoff_id, field)


@router.delete("/counter_handoffs/{handoff_id}/locks/{field}", status_code=204)
async def let_go(handoff_id: str, field: str, viewer: CurrentViewer, session: Writing) -> None:
    await editing.let_go_as_citizen(session, viewer, handoff_id, field)


@router.post("/counter_handoffs/{handoff_id}/asks/{ask_id}")
async def answer(
    handoff_id: str, ask_id: str, body: Answer, viewer: CurrentViewer, session: Writing
) -> CitizenView:
    """The photo that was asked for lies in the draft, or will not come."""
    return await asking.answer(session, viewer, handoff_id, ask_id, is_done=body.is_done)
