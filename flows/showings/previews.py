"""Pictures of what the screen speaks of: only what stands there now, only its own files."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.file_reading import read_file
from flows.cases.repository import case_by_number
from flows.organisation.photos import owner_of
from flows.showings import repository
from flows.showings.errors import ShowingUnknown
from flows.showings.service import is_served
from flows.vault.paging import page_of
from foundation import db, files
from foundation.errors import NotFound
from foundation.intake.service import MEDIA_TYPES
from foundation.models import Showing
from foundation.reading import FileKind

PDF = MEDIA_TYPES[FileKind.PDF]


async def draw_page(counter_id: str, showing_id: str, page: int) -> bytes:
    """A page of the paper to sign (PNG). Raises: ShowingUnknown, NotFound."""
    async with db.reading() as session:
        showing = await _standing(session, counter_id, showing_id)
    sha256 = showing.content.get("document_sha256")
    if showing.case_number is None or sha256 is None:
        raise ShowingUnknown
    content = await asyncio.to_thread(files.get, showing.case_number, sha256)
    return await page_of(content, PDF, page)


async def draw_material(
    counter_id: str, showing_id: str, file_id: str, page: int
) -> tuple[str, bytes]:
    """Media type and a page of a received file, or the picture it is.

    Raises: ShowingUnknown, NotFound, FileInfected, UnsupportedFile.
    """
    async with db.reading() as session:
        showing = await _standing(session, counter_id, showing_id)
        held = {f["id"]: m["id"] for m in showing.content.get("materials", []) for f in m["files"]}
        if file_id not in held or showing.case_number is None:
            raise NotFound
        case = await case_by_number(session, showing.case_number)
        file, content = await read_file(session, case, held[file_id], file_id)
    if file.media_type.startswith("image/"):
        return file.media_type, content
    return "image/png", await page_of(content, file.media_type, page)


async def read_photo(counter_id: str) -> bytes:
    """The photo of whoever sits there (JPEG). Raises: NotFound."""
    async with db.reading() as session:
        person = await repository.person_at(session, counter_id)
    if person is None or person.photo_sha256 is None:
        raise NotFound
    return await asyncio.to_thread(files.get, owner_of(person.id), person.photo_sha256)


async def _standing(session: AsyncSession, counter_id: str, showing_id: str) -> Showing:
    showing = await repository.showing_at(session, counter_id, showing_id)
    if showing is None or not await is_served(session, showing):
        raise ShowingUnknown
    return showing
