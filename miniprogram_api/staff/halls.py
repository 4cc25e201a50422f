"""Halls, counters and the codes that hang there, for whoever manages halls."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.halls import printing, service
from flows.halls.views import HallList, HallView, PrintedCodes, ScanFigures, State
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/halls", tags=["halls"])

Slug = Annotated[str, Path(pattern=r"^[a-z0-9_-]{2,24}$")]
CodeId = Annotated[str, Path(pattern=r"^[a-z2-9]{12}$")]
CounterId = Annotated[str, Field(pattern=r"^([a-z0-9_-]{2,24})?$")]
Version = Annotated[int, Field(ge=0, description="上次看到的版本；0 是新建")]


class SavedHall(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=2, max_length=100)]
    address: Annotated[str, Field(min_length=2, max_length=200)]
    place_id: Annotated[str, Field(max_length=64)] = ""
    region: Annotated[str, Field(max_length=40, description="所属街道；空是区级大厅")] = ""
    state: State = "open"
    version: Version = 0


class SavedCounter(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    number: Annotated[str, Field(min_length=1, max_length=12)]
    name: Annotated[str, Field(min_length=2, max_length=60)]
    items: Annotated[list[Annotated[str, Field(max_length=31)]], Field(max_length=300)] = []
    is_for_terminals: bool = False
    state: State = "open"
    version: Version = 0


class ToPrint(BaseModel):
    """`counter_id` left empty is the hall's door."""

    model_config = ConfigDict(extra="forbid")

    counter_id: CounterId = ""
    items: Annotated[list[Annotated[str, Field(max_length=31)]], Field(max_length=300)]


class Withdrawal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_withdrawn: bool


@router.get("")
async def list_halls(staff: CurrentStaff, session: Reading) -> HallList:
    return await service.list_halls(session, staff)


@router.put("/{hall_id}")
async def save_hall(
    hall_id: Slug, body: SavedHall, staff: CurrentStaff, session: Writing
) -> HallView:
    said = body.model_dump(exclude={"version"})
    return await service.save_hall(session, staff, hall_id, body.version, said)


@router.put("/{hall_id}/counters/{counter_id}")
async def save_counter(
    hall_id: Slug, counter_id: Slug, body: SavedCounter, staff: CurrentStaff, session: Writing
) -> HallView:
    said = body.model_dump(exclude={"version"})
    return await service.save_counter(session, staff, hall_id, counter_id, body.version, said)


@router.get("/{hall_id}/codes")
async def list_codes(hall_id: Slug, staff: CurrentStaff, session: Reading) -> PrintedCodes:
    return await printing.list_codes(session, staff, hall_id)


@router.post("/{hall_id}/codes")
async def print_codes(
    hall_id: Slug, body: ToPrint, staff: CurrentStaff, session: Writing
) -> PrintedCodes:
    """Codes for posters; for a place that has one already it is that one."""
    return await printing.print_codes(session, staff, hall_id, body.counter_id, body.items)


@router.put("/{hall_id}/codes/{code_id}")
async def withdraw_code(
    hall_id: Slug, code_id: CodeId, body: Withdrawal, staff: CurrentStaff, session: Writing
) -> PrintedCodes:
    """Whoever scans a withdrawn poster is told so, and where to go on."""
    return await printing.withdraw_code(session, staff, hall_id, code_id, body.is_withdrawn)


@router.get("/{hall_id}/sheets/{kind}", response_class=Response)
async def sheet(
    hall_id: Slug,
    kind: printing.Kind,
    staff: CurrentStaff,
    session: Reading,
    counter: Annotated[str, Query(pattern=r"^([a-z0-9_-]{2,24})?$")] = "",
) -> Response:
    """A PDF to print: posters of items or codes of counters to cut apart, the hall's own code."""
    name, content = await printing.sheet(session, staff, hall_id, kind, counter)
    return as_attachment(name, "application/pdf", content)


@router.get("/{hall_id}/scans")
async def scans(
    hall_id: Slug,
    staff: CurrentStaff,
    session: Reading,
    since: Annotated[date, Query(alias="from")],
    until: Annotated[date, Query(alias="to")],
) -> ScanFigures:
    return await service.scans(session, staff, hall_id, since, until)
