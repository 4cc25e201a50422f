"""扫码接力 at the counter's own screen: its code, a phone's code before its camera, what is typed
on its glass. What the screen shows of it comes with the counter's state."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from flows.counter_handoffs import clerks, service
from flows.counter_handoffs.views import EditResults, EditWish, Locked, Offered
from foundation.viewer import DeviceMember
from hall_bridge.auth import CurrentDevice, must_stand_at
from hall_bridge.deps import Writing

router = APIRouter(prefix="/hall/v1/counters/{counter_id}/handoffs", tags=["handoffs"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]


async def device_here(counter_id: CounterId, device: CurrentDevice) -> DeviceMember:
    """The tablet that stands at this counter. Raises: DeviceUnknown, Forbidden."""
    return must_stand_at(device, counter_id)


Here = Annotated[DeviceMember, Depends(device_here)]


class Scanned(BaseModel):
    """What the camera read: the token, or the whole address the code says."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    token: Annotated[str, Field(min_length=1, max_length=300)]


class Claimed(BaseModel):
    handoff_id: str


class Proposals(BaseModel):
    model_config = ConfigDict(extra="forbid")

    edits: Annotated[list[EditWish], Field(min_length=1, max_length=100)]


@router.post("", status_code=201)
async def offer(device: Here, session: Writing) -> Offered:
    """A one-time code to show; the one this screen showed before is void."""
    return await service.offer_at_counter(session, device.counter_id, "tablet")


@router.post("/claim")
async def claim(body: Scanned, device: Here, session: Writing) -> Claimed:
    """Spend the code of a citizen's phone, once."""
    return Claimed(handoff_id=await service.claim_at_counter(session, device, body.token))


@router.post("/{handoff_id}/edits")
async def propose(handoff_id: str, body: Proposals, device: Here, session: Writing) -> EditResults:
    """Typed on the glass; the citizen decides on their own phone."""
    return await clerks.propose_at_screen(session, device, handoff_id, body.edits)


@router.put("/{handoff_id}/locks/{field}")
async def hold(handoff_id: str, field: str, device: Here, session: Writing) -> Locked:
    """Write in this field for the next seconds."""
    return await clerks.hold_at_screen(session, device, handoff_id, field)


@router.delete("/{handoff_id}/locks/{field}", status_code=204)
async def let_go(handoff_id: str, field: str, device: Here, session: Writing) -> None:
    await clerks.let_go_at_screen(session, device, handoff_id, field)
