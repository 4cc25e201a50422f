"""断网收件 at the counter one sits at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from flows.parcels import desk, settling
from flows.parcels.views import ParcelPage, ParcelView, Places, Settling
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/counters/{counter_id}/parcels", tags=["halls"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]
Key = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Position = Annotated[int, Path(ge=0, le=20)]


@router.get("")
async def list_parcels(counter_id: CounterId, staff: CurrentStaff, session: Reading) -> ParcelPage:
    """What waits, and what became of the last ones."""
    return await desk.list_parcels(session, staff, counter_id)


@router.get("/{parcel_key}")
async def look_at(
    counter_id: CounterId, parcel_key: Key, staff: CurrentStaff, session: Writing
) -> ParcelView:
    """Who it is of, and what it holds. The look is recorded."""
    return await desk.look_at(session, staff, counter_id, parcel_key)


@router.get("/{parcel_key}/files/{position}", response_class=Response)
async def read_file(
    counter_id: CounterId,
    parcel_key: Key,
    position: Position,
    staff: CurrentStaff,
    session: Writing,
) -> Response:
    """A file of it. The look is recorded."""
    file, content = await desk.read_file(session, staff, counter_id, parcel_key, position)
    return as_attachment(file.name, file.media_type, content)


@router.get("/{parcel_key}/places")
async def places_in(
    counter_id: CounterId, parcel_key: Key, staff: CurrentStaff, session: Reading,
    case_number: Annotated[str, Query(pattern=r"^TH\d{15}$")],
) -> Places:  # fmt: skip
    """Where its files could go in a case."""
    return await desk.places_in(session, staff, counter_id, parcel_key, case_number)


@router.post("/{parcel_key}/decision")
async def settle(
    counter_id: CounterId, parcel_key: Key, body: Settling, staff: CurrentStaff, session: Writing
) -> ParcelPage:
    """Into a case, to the person's own vault, or nowhere, once; the same again changes nothing."""
    return await settling.settle(session, staff, counter_id, parcel_key, body)
