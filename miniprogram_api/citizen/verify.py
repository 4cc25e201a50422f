"""Anybody's check of a letter: what its QR code opens, and a file that somebody was given."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, UploadFile
from fastapi.responses import HTMLResponse

from flows.inspections import verifying
from flows.letters.errors import TokenUnknown
from flows.letters.views import FileVerdict, VerifiedView
from foundation.rates import at_most
from miniprogram_api.auth import anyone
from miniprogram_api.citizen import verify_page
from miniprogram_api.deps import Seals

router = APIRouter(tags=["letters"], dependencies=[Depends(anyone)])

Token = Annotated[str, Path(max_length=64)]
Looks = Depends(at_most(60, "letters.look"))
Uploads = Depends(at_most(10, "letters.file"))


@router.get("/api/v1/letters/verify/{token}", dependencies=[Looks])
async def verify_token(token: Token) -> VerifiedView:
    """Kind, number, office, day, masked holder, and whether the letter holds."""
    return await verifying.verify_token(token)


@router.post("/api/v1/letters/verify", dependencies=[Uploads])
async def verify_file(file: Annotated[UploadFile, File()], seals: Seals) -> FileVerdict:
    """Whether a PDF is a letter of ours to the last byte."""
    return await verifying.verify_file(seals, await file.read())


@router.get("/verify", response_class=HTMLResponse, dependencies=[Looks])
async def open_page() -> HTMLResponse:
    """The page on which a file can be checked; it needs no script."""
    return verify_page.upload_page()


@router.get("/verify/{token}", response_class=HTMLResponse, dependencies=[Looks])
async def open_letter(token: Token) -> HTMLResponse:
    """What the QR code on a letter opens."""
    try:
        return verify_page.letter_page(await verifying.verify_token(token))
    except TokenUnknown as unknown:
        return verify_page.unknown_page(unknown)


@router.post("/verify", response_class=HTMLResponse, dependencies=[Uploads])
async def check_file(file: Annotated[UploadFile, File()], seals: Seals) -> HTMLResponse:
    """The answer to the page's upload."""
    return verify_page.verdict_page(await verifying.verify_file(seals, await file.read()))
