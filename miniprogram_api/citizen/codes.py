"""What a code scanned with any camera opens."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from flows.codes import service
from miniprogram_api.auth import anyone

router = APIRouter(tags=["codes"], dependencies=[Depends(anyone)])


@router.get("/q/{token}", status_code=302, response_class=RedirectResponse)
async def open_code(token: str) -> RedirectResponse:
    """To the page the code stands for; that page asks who is there."""
    return RedirectResponse(service.resolve(token).url, 302)
