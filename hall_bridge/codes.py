"""QR codes of items and counters for posters and screens, and what any scanned code opens.

A case's code is given with its receipt, to its owner only; here it can only be opened.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Path, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from flows.codes import service
from flows.halls.scanning import (
    SCANNED_OFTEN,
    SCANNED_WRONG,
    SCANS,
    WRONG_SCANS,
    open_code,
    way_of,
)
from flows.halls.service import counter_named
from foundation.rates import at_most, wrong_at_most
from hall_bridge.auth import anyone

router = APIRouter(tags=["codes"], dependencies=[Depends(anyone)])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]
Scans = Depends(at_most(SCANS, "codes", SCANNED_OFTEN))
Wrong = Depends(
    wrong_at_most(WRONG_SCANS, "codes.wrong", service.CodeUnknown, SCANNED_WRONG, is_strict=False),
    scope="function",
)
Format = Literal["svg", "png"]


class Code(BaseModel):
    """A code to print: what it says, and where it leads."""

    token: str
    url: str
    title: str
    qr_svg: str


@router.get(
    "/q/{token}", status_code=302, response_class=RedirectResponse, dependencies=[Scans, Wrong]
)
async def open_in_browser(
    token: str, agent: Annotated[str, Header(alias="user-agent", max_length=2000)] = ""
) -> RedirectResponse:
    """To the page the code stands for."""
    return RedirectResponse((await open_code(token, way_of(agent))).url, 302)


@router.get("/hall/v1/items/{code}/code")
async def item_code(code: str) -> Code:
    """The code of an item's poster."""
    token = service.item_token(code)
    return _show(token, service.resolve(token).title)


@router.get("/hall/v1/counters/{counter_id}/code")
async def counter_code(counter_id: CounterId) -> Code:
    """The code that stands on a counter."""
    return _show(service.counter_token(counter_id), await counter_named(counter_id))


@router.get("/hall/v1/codes/{token}.{format}", response_class=Response)
async def picture(token: str, format: Format) -> Response:
    """The picture of a code of ours, as SVG or PNG."""
    service.resolve(token)
    url = service.token_url(token)
    if format == "png":
        return Response(service.qr_png(url), media_type="image/png")
    return Response(service.qr_svg(url), media_type="image/svg+xml")


def _show(token: str, title: str) -> Code:
    url = service.token_url(token)
    return Code(token=token, url=url, title=title, qr_svg=service.qr_svg(url))
