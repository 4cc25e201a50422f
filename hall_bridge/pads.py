"""A visitor's own phone as the tablet: the one showing it was handed, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Response, UploadFile, WebSocket
from pydantic import AwareDatetime
from pydantic_core import to_jsonable_python

from flows.catalogue.views import ItemView
from flows.halls.duty import counter_channel
from flows.showings import answering, pads, photos, pointing, previews
from flows.showings.views import Delivered, ScreenView, Standpoint, Ways
from foundation.errors import Problem
from foundation.intake.service import Received
from hall_bridge.auth import (
    CurrentPad,
    current_pad,
    holder_of_a_link,
    proves_itself_in_the_socket,
)
from hall_bridge.deps import Reading, TheHub, Writing
from hall_bridge.showings import FileId, Page, picture
from hall_bridge.sockets import Heard, refuse, show, token_of

router = APIRouter(prefix="/hall/v1", tags=["pads"])

Link = Annotated[str, Path(pattern=r"^[\w-]{16,64}$")]
_OF_A_LINK = [Depends(holder_of_a_link)]


@router.post("/pads/{link}", status_code=201, dependencies=_OF_A_LINK)
async def open_pad(link: Link, session: Writing) -> dict[str, str]:
    """Spend the one-time code a tablet shows; the secret is in this answer only."""
    return {"secret": await pads.open_pad(session, link)}


@router.get("/pads/{link}/ways", dependencies=_OF_A_LINK)
async def ways_on(link: Link, session: Reading) -> Ways:
    """Where to go when the code does not open."""
    return await pads.ways_on(session, link)


@router.post("/pads/{link}/again", status_code=204, dependencies=_OF_A_LINK)
async def ask_again(link: Link, session: Writing) -> None:
    """Ask the clerk to show it once more."""
    await pads.ask_again(session, link)


@router.websocket("/pad/screen", dependencies=[Depends(proves_itself_in_the_socket)])
async def screen(websocket: WebSocket, hub: TheHub) -> None:
    """What stands on this phone, until it is over."""
    secret = token_of(websocket)
    try:
        async with hub.readers:
            pad = await current_pad(secret)
    except Problem as problem:
        return await refuse(websocket, problem)

    async def read(_heard: Heard) -> dict[str, Any]:
        state: dict[str, Any] = to_jsonable_python(await pads.state_of(secret))
        return state

    await show(websocket, hub, (counter_channel(pad.counter_id),), read)


@router.get("/pad")
async def look_at_pad(pad: CurrentPad, session: Reading) -> ScreenView:
    """What stands on this phone."""
    return await pads.look(session, pad.secret)


@router.get("/pad/guide")
async def guide(pad: CurrentPad, session: Reading) -> ItemView:
    """The guide of the item that is shown."""
    return await pads.guide(session, pad.secret)


@router.get("/pad/pages/{page}", response_class=Response)
async def paper(pad: CurrentPad, page: Page) -> Response:
    """A page of the paper to sign."""
    return picture(await previews.draw_page(pad.counter_id, pad.showing_id, page), "image/png")


@router.get("/pad/files/{file_id}/pages/{page}", response_class=Response)
async def material(pad: CurrentPad, file_id: FileId, page: Page) -> Response:
    """A page of a received material."""
    found = await previews.draw_material(pad.counter_id, pad.showing_id, file_id, page)
    return picture(found[1], found[0])


@router.post("/pad/photos")
async def add_photo(
    pad: CurrentPad,
    key: Annotated[str, Form(pattern=r"^[0-9a-f-]{16,64}$")],
    material_id: Annotated[str, Form(max_length=48)],
    made_at: Annotated[AwareDatetime, Form()],
    file: Annotated[UploadFile, File()],
) -> Delivered:
    """A paper photographed with the phone, as on the tablet."""
    sent = Received(file.filename or "照片.jpg", await file.read())
    taken = photos.Photo(key, material_id, made_at, sent, "phone")
    return await photos.deliver_photo(pad.counter_id, pad.showing_id, taken)


@router.post("/pad/answer")
async def answer(pad: CurrentPad, body: answering.Answer, session: Writing) -> Delivered:
    """As on the tablet."""
    return await answering.deliver(session, pad.counter_id, pad.showing_id, body, "phone")


@router.put("/pad/place", status_code=204)
async def stand_at(pad: CurrentPad, body: Standpoint) -> None:
    """Where the phone is in it, for the clerk to know."""
    await pointing.stand_at(pad.counter_id, pad.showing_id, "phone", body)
