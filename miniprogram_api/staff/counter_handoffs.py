"""扫码接力 at the clerk's desk: codes, the handoff at one's own counter, proposals, photos."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from flows.counter_handoffs import clerks, desk, service
from flows.counter_handoffs.views import (
    CounterView,
    DeskView,
    EditResults,
    EditWish,
    Locked,
    Offered,
)
from flows.halls.duty import counter_channel
from miniprogram_api.assistant.chat import event_stream
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["counter handoffs"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]


class Scanned(BaseModel):
    """What the scan gun typed: the token, or the whole address the code says."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    token: Annotated[str, Field(min_length=1, max_length=300)]


class Proposals(BaseModel):
    model_config = ConfigDict(extra="forbid")

    edits: Annotated[list[EditWish], Field(min_length=1, max_length=100)]


class PhotoWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    material_id: Annotated[str, Field(max_length=48)]
    note: Annotated[str, Field(max_length=1000)] = ""


class Asked(BaseModel):
    id: str


@router.post("/counters/{counter_id}/handoffs", status_code=201)
async def offer(counter_id: CounterId, staff: CurrentStaff, session: Writing) -> Offered:
    """A one-time code for one's own counter; the one shown here before is void."""
    return await service.offer_as_staff(session, staff, counter_id)


@router.get("/counter_handoffs/desk")
async def my_desk(staff: CurrentStaff, session: Writing) -> DeskView:
    """What is under way at one's counter and who waits; the look is noted."""
    return await desk.my_desk(session, staff)


@router.get("/counter_handoffs/stream", response_class=StreamingResponse)
async def stream(staff: CurrentStaff, session: Reading) -> StreamingResponse:
    """Server-sent events of one's own counter: hints to read the desk anew."""
    return await event_stream(counter_channel(await desk.my_counter_id(session, staff)))


@router.post("/counter_handoffs/claim")
async def claim(body: Scanned, staff: CurrentStaff, session: Writing) -> CounterView:
    """Spend the code of a citizen's phone, once."""
    handoff_id = await service.claim_as_staff(session, staff, body.token)
    return await desk.look_at(session, staff, handoff_id)


@router.post("/counter_handoffs/{handoff_id}/accept")
async def accept(handoff_id: str, staff: CurrentStaff, session: Writing) -> CounterView:
    """Say yes to a waiting phone, or go on for a colleague."""
    await service.accept(session, staff, handoff_id)
    return await desk.look_at(session, staff, handoff_id)


@router.get("/counter_handoffs/{handoff_id}")
async def look_at(handoff_id: str, staff: CurrentStaff, session: Writing) -> CounterView:
    """What the citizen shares now, and nothing else; the look is noted."""
    return await desk.look_at(session, staff, handoff_id)


@router.get(
    "/counter_handoffs/{handoff_id}/materials/{material_id}/files/{file_id}",
    response_class=Response,
)
async def read_material(
    handoff_id: str, material_id: str, file_id: str, staff: CurrentStaff, session: Writing
) -> Response:
    """A file of a material that is shared; the look is noted."""
    file, content = await desk.read_material(session, staff, handoff_id, material_id, file_id)
    return as_attachment(file.name, file.media_type, content)


@router.post("/counter_handoffs/{handoff_id}/end", status_code=204)
async def end(handoff_id: str, staff: CurrentStaff, session: Writing) -> None:
    """End it, or decline a phone that waits; again changes nothing."""
    await service.end_as_staff(session, staff, handoff_id)


@router.post("/counter_handoffs/{handoff_id}/edits")
async def propose(
    handoff_id: str, body: Proposals, staff: CurrentStaff, session: Writing
) -> EditResults:
    """What the clerk wants in the form; the citizen decides on their own screen."""
    return await clerks.propose(session, staff, handoff_id, body.edits)


@router.delete("/counter_handoffs/{handoff_id}/edits/{edit_id}", status_code=204)
async def take_back(handoff_id: str, edit_id: str, staff: CurrentStaff, session: Writing) -> None:
    await clerks.take_back(session, staff, handoff_id, edit_id)


@router.put("/counter_handoffs/{handoff_id}/locks/{field}")
async def hold(handoff_id: str, field: str, staff: CurrentStaff, session: Writing) -> Locked:
    """Write in this field for the next seconds."""
    return await clerks.hold(session, staff, handoff_id, field)


@router.delete("/counter_handoffs/{handoff_id}/locks/{field}", status_code=204)
async def let_go(handoff_id: str, field: str, staff: CurrentStaff, session: Writing) -> None:
    await clerks.let_go(session, staff, handoff_id, field)


@router.post("/counter_handoffs/{handoff_id}/asks")
async def ask_for_photo(
    handoff_id: str, body: PhotoWish, staff: CurrentStaff, session: Writing
) -> Asked:
    """Have the phone take a photo of a material; asked again it is the same request."""
    asked = await clerks.ask_for_photo(session, staff, handoff_id, body.material_id, body.note)
    return Asked(id=asked)


@router.delete("/counter_handoffs/{handoff_id}/asks/{ask_id}", status_code=204)
async def withdraw_ask(handoff_id: str, ask_id: str, staff: CurrentStaff, session: Writing) -> None:
    await clerks.withdraw_ask(session, staff, handoff_id, ask_id)
