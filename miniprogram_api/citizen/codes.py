"""What a code scanned with any camera opens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import RedirectResponse

from flows.halls.scanning import Way, open_code, way_of
from flows.halls.views import OpenedCode
from miniprogram_api.auth import anyone

router = APIRouter(tags=["codes"], dependencies=[Depends(anyone)])

UserAgent = Annotated[str, Header(alias="user-agent", max_length=2000)]


@router.get("/q/{token}", status_code=302, response_class=RedirectResponse)
async def open_in_browser(token: str, agent: UserAgent = "") -> RedirectResponse:
    """To the page the code stands for; that page asks who is there."""
    return RedirectResponse((await open_code(token, way_of(agent))).url, 302)


@router.get("/api/v1/codes/{token}")
async def open_in_client(token: str, way: Annotated[Way, Query()] = "mini_program") -> OpenedCode:
    """The client's page for a code that the client itself scanned or was opened by."""
    found = await open_code(token, way)
    return OpenedCode(kind=found.kind, title=found.title, page=found.page)
