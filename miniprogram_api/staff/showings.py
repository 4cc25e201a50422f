"""The tablet of the counter one sits at, and the signatures taken there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.showings import late, pointing, service
from flows.showings.views import DeskView, LateView, Mark, Pointing, Wish
from flows.signatures import service as signatures
from flows.signatures.views import SignatureList
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Writing

router = APIRouter(prefix="/staff/v1", tags=["halls"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
DeliveryKey = Annotated[str, Path(pattern=r"^[0-9a-f-]{16,64}$")]
Page = Annotated[int, Path(ge=1, le=500)]
PRIVATE = {"Cache-Control": "private, no-store"}
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=128)]


class Decided(BaseModel):
    """`reason` is needed for what is left (discarded)."""

    model_config = ConfigDict(extra="forbid")

    decision: late.Decision
    reason: Annotated[str, Field(max_length=late.MAX_REASON)] = ""


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


@router.post("/counters/{counter_id}/tablet/{showing_id}/again")
async def show_again(
    counter_id: CounterId, showing_id: Id, staff: CurrentStaff, session: Writing,
    key: IdempotencyKey = None,
) -> DeskView:  # fmt: skip
    """The same once more, with a fresh code for a phone."""
    return await service.show_again(session, staff, counter_id, showing_id, key)


@router.put("/counters/{counter_id}/tablet/{showing_id}/pointing")
async def point(counter_id: CounterId, showing_id: Id, body: Pointing, staff: CurrentStaff) -> Mark:
    """Turn tablet and phone to a place, and mark a spot there."""
    return await pointing.point(staff, counter_id, showing_id, body)


@router.get("/counters/{counter_id}/tablet/{showing_id}/pages/{page}", response_class=Response)
async def read_page(
    counter_id: CounterId, showing_id: Id, page: Page, staff: CurrentStaff
) -> Response:
    """A page of the paper to sign, as the tablet shows it."""
    content = await pointing.draw_page(staff, counter_id, showing_id, page)
    return Response(content, media_type="image/png", headers=PRIVATE)


@router.get(
    "/counters/{counter_id}/tablet/{showing_id}/files/{file_id}/pages/{page}",
    response_class=Response,
)
async def read_file_page(
    counter_id: CounterId, showing_id: Id, file_id: Id, page: Page, staff: CurrentStaff
) -> Response:
    """A page of a received material, as the tablet shows it."""
    found = await pointing.draw_material(staff, counter_id, showing_id, file_id, page)
    return Response(found[1], media_type=found[0], headers=PRIVATE)


@router.get("/counters/{counter_id}/tablet/late/{delivery_key}")
async def look_at_late(
    counter_id: CounterId, delivery_key: DeliveryKey, staff: CurrentStaff, session: Writing
) -> LateView:
    """What came too late, beside what stands now. The look is noted."""
    return await late.look_at(session, staff, counter_id, delivery_key)


@router.get("/counters/{counter_id}/tablet/late/{delivery_key}/photo", response_class=Response)
async def read_late_photo(
    counter_id: CounterId, delivery_key: DeliveryKey, staff: CurrentStaff, session: Writing
) -> Response:
    """A photographed paper that came too late. The look is noted."""
    media_type, content = await late.read_photo(session, staff, counter_id, delivery_key)
    return Response(content, media_type=media_type, headers=PRIVATE)


@router.post("/counters/{counter_id}/tablet/late/{delivery_key}/decision")
async def decide_on_late(
    counter_id: CounterId,
    delivery_key: DeliveryKey,
    body: Decided,
    staff: CurrentStaff,
    session: Writing,
) -> DeskView:
    """采用 or 不采用, once; the same again changes nothing."""
    return await late.decide(session, staff, counter_id, delivery_key, body.decision, body.reason)


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
