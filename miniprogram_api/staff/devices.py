"""Devices of halls for whoever manages them, and those of a clerk's own counter."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.devices import at_counter, keeping
from flows.devices.contract import AskedVerb
from flows.devices.service import Kind
from flows.devices.views import CommandResult, CommandView, DeviceView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["devices"])

Slug = Annotated[str, Path(pattern=r"^[a-z0-9_-]{2,24}$")]
DeviceId = Annotated[str, Path(pattern=r"^[a-z0-9]{1,32}$")]
CounterId = Annotated[str, Field(pattern=r"^([a-z0-9_-]{2,24})?$")]
Name = Annotated[str, Field(min_length=2, max_length=60)]


class ToDraw(BaseModel):
    """`counter_id` left empty is the hall itself."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: Kind
    name: Name
    counter_id: CounterId = ""


class SavedDevice(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name
    counter_id: CounterId = ""


class Revocation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_revoked: bool


class ToAsk(BaseModel):
    """`request_id` is the page's own: the same again is the same command."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    verb: AskedVerb
    request_id: Annotated[str, Field(min_length=8, max_length=64)]
    concerns: Annotated[str, Field(pattern=r"^((case|handoff):[A-Za-z0-9-]{4,40})?$")] = ""
    title: Annotated[str, Field(max_length=40)] = ""
    lines: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=40)] = []


@router.get("/halls/{hall_id}/devices")
async def list_devices(hall_id: Slug, staff: CurrentStaff, session: Reading) -> keeping.DeviceList:
    return await keeping.list_devices(session, staff, hall_id)


@router.post("/halls/{hall_id}/device-codes", status_code=201)
async def draw_code(
    hall_id: Slug, body: ToDraw, staff: CurrentStaff, session: Writing
) -> keeping.DrawnCode:
    """An enrolment code, in this answer only."""
    return await keeping.draw(session, staff, hall_id, body.counter_id, body.kind, body.name)


@router.get("/halls/{hall_id}/device-sheet", response_class=Response)
async def sheet(hall_id: Slug, staff: CurrentStaff, session: Reading) -> Response:
    """A PDF of the devices' codes, to cut and stick on."""
    name, content = await keeping.sheet(session, staff, hall_id)
    return as_attachment(name, "application/pdf", content)


@router.get("/halls/{hall_id}/devices/{device_id}")
async def device_log(
    hall_id: Slug, device_id: DeviceId, staff: CurrentStaff, session: Reading
) -> keeping.DeviceLog:
    """One device with its last commands and events."""
    return await keeping.log_of(session, staff, hall_id, device_id)


@router.put("/halls/{hall_id}/devices/{device_id}")
async def change_device(
    hall_id: Slug, device_id: DeviceId, body: SavedDevice, staff: CurrentStaff, session: Writing
) -> DeviceView:
    """Another name, another place."""
    return await keeping.change(session, staff, hall_id, device_id, body.name, body.counter_id)


@router.put("/halls/{hall_id}/devices/{device_id}/revocation")
async def revoke_device(
    hall_id: Slug, device_id: DeviceId, body: Revocation, staff: CurrentStaff, session: Writing
) -> DeviceView:
    """Cut off at once, or let in again."""
    return await keeping.revoke(session, staff, hall_id, device_id, body.is_revoked)


@router.get("/duty/devices")
async def my_devices(staff: CurrentStaff, session: Reading) -> at_counter.CounterDevices:
    """The devices of the counter one sits at."""
    return await at_counter.my_devices(session, staff)


@router.post("/duty/device-commands", status_code=202)
async def ask(body: ToAsk, staff: CurrentStaff, session: Writing) -> CommandView:
    """Ask a device of one's counter."""
    return await at_counter.ask_mine(session, staff, at_counter.Question(**body.model_dump()))


@router.get("/duty/device-commands/{command_id}")
async def result(command_id: DeviceId, staff: CurrentStaff, session: Writing) -> CommandResult:
    """How far one's own command is, with what was read; the look is recorded."""
    return await at_counter.my_result(session, staff, command_id)
