"""The tablet of the counter one sits at, and the signatures taken there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response

from flows.showings import service
from flows.showings.views import DeskView, Wish
from flows.signatures import service as signatures
from flows.signatures.views import SignatureList
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Writing

router = APIRouter(prefix="/staff/v1", tags=["halls"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=128)]


@router.get("/counters/{counter_id}/tablet")
async def look_at_tablet(counter_id: CounterId, staff: CurrentStaff, session: Writing) -> DeskView:
    """What stands on the tablet, and what came back."""
    return await service.look(session, staff, counter_id)


@router.post("/counters/{counter_id}/tablet")
async def put_up(
    counter_id: CounterId, body: Wish, staff: CurrentStaff, session: Writing,
    key: IdempotencyKey = None,
) -> DeskView:  # fmt: skip
    """Show something instead of what stands there."""
    return await service.put_up(session, staff, counter_id, body, key)


@router.delete("/counters/{counter_id}/tablet/{showing_id}")
async def take_back(
    counter_id: CounterId, showing_id: Id, staff: CurrentStaff, session: Writing
) -> DeskView:
    """The tablet goes back to its idle loop."""
    return await service.take_back(session, staff, counter_id, showing_id)


@router.get("/cases/{number}/signatures")
async def list_signatures(number: str, staff: CurrentStaff, session: Writing) -> SignatureList:
    """Signatures on glass, each proved anew. The look is noted."""
    return await signatures.list_signatures(session, staff, number)


@router.get("/cases/{number}/signatures/{signature_id}", response_class=Response)
async def read_signed(
    number: str, signature_id: Id, staff: CurrentStaff, session: Writing
) -> Response:
    """The signed paper (PDF). The look is noted."""
    name, content = await signatures.read_signed(session, staff, number, signature_id)
    return as_attachment(name, "application/pdf", content)
