"""A case's files and their thumbnails, for whom the case may be seen by."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.vault.errors import FileInfected
from flows.vault.paging import page_of
from flows.vault.service import read_stored
from foundation import db
from foundation.errors import NotFound
from foundation.models import Case, CaseFile
from foundation.viewer import Viewer


async def read_own_file(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of the viewer's own case. Raises: CaseUnknown, NotFound, Unavailable."""
    case = await repository.access_case(session, viewer, number)
    return await read_file(session, case, material_id, file_id)


async def read_own_thumbnail(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, file_id: str
) -> bytes:
    """JPEG. Raises: CaseUnknown, NotFound, Unavailable."""
    case = await repository.access_case(session, viewer, number)
    return await read_thumbnail(session, case, material_id, file_id)


async def read_file(
    session: AsyncSession, case: Case, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of a case the caller has already been let into.

    Raises: NotFound, FileInfected, Unavailable.
    """
    file = await _find(session, case, material_id, file_id)
    if file.scan == "infected":
        raise FileInfected
    return file, await read_stored(case.number, file.sha256, file.name)


async def read_thumbnail(
    session: AsyncSession, case: Case, material_id: str, file_id: str
) -> bytes:
    """As `read_file`, the first page made small (JPEG)."""
    file = await _find(session, case, material_id, file_id)
    return await read_stored(case.number, file.thumbnail_sha256, file.name)


async def draw_own_page(
    viewer: Viewer, number: str, material_id: str, file_id: str, page: int
) -> bytes:
    """A page of a file of the viewer's own case as a picture (PNG).

    Raises: CaseUnknown, NotFound, UnsupportedFile, Unavailable.
    """
    async with db.reading() as session:
        file, content = await read_own_file(session, viewer, number, material_id, file_id)
    return await page_of(content, file.media_type, page)


async def _find(session: AsyncSession, case: Case, material_id: str, file_id: str) -> CaseFile:
    for file in await repository.files_of(session, case.number):
        if file.id == file_id and file.material_id == material_id:
            return file
    raise NotFound("没有找到这个文件，可能已被删除。")
