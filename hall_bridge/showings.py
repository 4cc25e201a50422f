"""What stands on a counter's tablet: its pictures, and what the visitor answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Response, UploadFile
from pydantic import AwareDatetime

from flows.catalogue.service import read_item
from flows.catalogue.views import ItemView
from flows.showings import answering, photos, pointing, previews
from flows.showings.views import Delivered, Standpoint
from foundation.intake.service import Received
from foundation.viewer import DeviceMember
from hall_bridge.auth import CurrentDevice, must_stand_at
from hall_bridge.deps import Reading, Writing

router = APIRouter(prefix="/hall/v1", tags=["showings"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]
ShowingId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
FileId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Page = Annotated[int, Path(ge=1, le=500)]
PRIVATE = {"Cache-Control": "private, no-store"}


async def _here(counter_id: CounterId, device: CurrentDevice) -> DeviceMember:
    return must_stand_at(device, counter_id)


Here = Annotated[DeviceMember, Depends(_here)]


@router.get("/items/{code}")
async def guide(code: str, _device: CurrentDevice, session: Reading) -> ItemView:
    """The guide of an item, as citizens read it."""
    return await read_item(session, code)


@router.get("/counters/{counter_id}/photo", response_class=Response)
async def photo(device: Here) -> Response:
    """Of whoever sits there."""
    return picture(await previews.read_photo(device.counter_id), "image/jpeg")


@router.get("/counters/{counter_id}/showings/{showing_id}/pages/{page}", response_class=Response)
async def paper(device: Here, showing_id: ShowingId, page: Page) -> Response:
    """A page of the paper to sign."""
    return picture(await previews.draw_page(device.counter_id, showing_id, page), "image/png")


@router.get(
    "/counters/{counter_id}/showings/{showing_id}/files/{file_id}/pages/{page}",
    response_class=Response,
)
async def material(device: Here, showing_id: ShowingId, file_id: FileId, page: Page) -> Response:
    """A page of a received material."""
    found = await previews.draw_material(device.counter_id, showing_id, file_id, page)
    return picture(found[1], found[0])


@router.post("/counters/{counter_id}/showings/{showing_id}/answer")
async def answer(
    device: Here, showing_id: ShowingId, body: answering.Answer, session: Writing
) -> Delivered:
    """Kept once by its key; sent again, it is told what became of it."""
    return await answering.deliver(session, device.counter_id, showing_id, body, "tablet")


@router.post("/counters/{counter_id}/showings/{showing_id}/photos")
async def add_photo(
    device: Here,
    showing_id: ShowingId,
    key: Annotated[str, Form(pattern=r"^[0-9a-f-]{16,64}$")],
    material_id: Annotated[str, Form(max_length=48)],
    made_at: Annotated[AwareDatetime, Form()],
    file: Annotated[UploadFile, File()],
) -> Delivered:
    """A photographed paper, kept once by its key and by its bytes."""
    sent = Received(file.filename or "照片.jpg", await file.read())
    taken = photos.Photo(key, material_id, made_at, sent)
    return await photos.deliver_photo(device.counter_id, showing_id, taken)


@router.put("/counters/{counter_id}/showings/{showing_id}/place", status_code=204)
async def stand_at(device: Here, showing_id: ShowingId, body: Standpoint) -> None:
    """Where the tablet is in it, for the clerk to know."""
    await pointing.stand_at(device.counter_id, showing_id, "tablet", body)


def picture(content: bytes, media_type: str) -> Response:
    return Response(content, media_type=media_type, headers=PRIVATE)
