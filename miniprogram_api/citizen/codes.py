"""What a code scanned with any camera opens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi.responses import PlainTextResponse, RedirectResponse

from flows.codes.service import CodeUnknown
from flows.halls.scanning import (
    SCANNED_OFTEN,
    SCANNED_WRONG,
    SCANS,
    WRONG_SCANS,
    Way,
    open_code,
    way_of,
)
from flows.halls.views import OpenedCode
from foundation.rates import at_most, wrong_at_most
from foundation.settings import settings
from miniprogram_api.auth import anyone

router = APIRouter(tags=["codes"], dependencies=[Depends(anyone)])

Scans = Depends(at_most(SCANS, "codes", SCANNED_OFTEN))
Wrong = Depends(
    wrong_at_most(WRONG_SCANS, "codes.wrong", CodeUnknown, SCANNED_WRONG, is_strict=False),
    scope="function",
)
UserAgent = Annotated[str, Header(alias="user-agent", max_length=2000)]


@router.get("/q/{name}.txt", response_class=PlainTextResponse)
async def link_check(name: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]) -> str:
    """WeChat's proof that the address of our codes is ours, so that a plain link opens the
    mini-program; the file's name and content come from its console."""
    content = settings().wechat_link_check_files.get(f"{name}.txt")
    if content is None:
        raise CodeUnknown
    return content


@router.get(
    "/q/{token}", status_code=302, response_class=RedirectResponse, dependencies=[Scans, Wrong]
)
async def open_in_browser(token: str, agent: UserAgent = "") -> RedirectResponse:
    """To the page the code stands for; that page asks who is there."""
    return RedirectResponse((await open_code(token, way_of(agent))).url, 302)


@router.get("/api/v1/codes/{token}", dependencies=[Scans, Wrong])
async def open_in_client(token: str, way: Annotated[Way, Query()] = "mini_program") -> OpenedCode:
    """The client's page for a code that the client itself scanned or was opened by."""
    found = await open_code(token, way)
    return OpenedCode(kind=found.kind, title=found.title, page=found.page)
