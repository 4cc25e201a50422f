"""What a tablet or a terminal asks of the devices beside it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from flows.devices import at_counter
from flows.devices.contract import AskedVerb
from flows.devices.views import CommandResult, CommandView
from hall_bridge.auth import CurrentDevice
from hall_bridge.deps import Writing

router = APIRouter(prefix="/hall/v1/device-commands", tags=["devices"])

CommandId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class ToAsk(BaseModel):
    """`request_id` is the screen's own: the same again is the same command."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    verb: AskedVerb
    request_id: Annotated[str, Field(min_length=8, max_length=64)]
    concerns: Annotated[str, Field(pattern=r"^((case|handoff):[A-Za-z0-9-]{4,40})?$")] = ""
    title: Annotated[str, Field(max_length=40)] = ""
    lines: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=40)] = []


@router.post("", status_code=202)
async def ask(body: ToAsk, device: CurrentDevice, session: Writing) -> CommandView:
    """Ask; the counter's screen shows how it goes on."""
    wish = at_counter.Question(**body.model_dump())
    return await at_counter.ask_neighbour(session, device, wish)


@router.get("/{command_id}")
async def result(command_id: CommandId, device: CurrentDevice, session: Writing) -> CommandResult:
    """How far it is, with what was read; the look is recorded."""
    return await at_counter.neighbours_result(session, device, command_id)
