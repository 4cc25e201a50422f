"""Pages of a stored file as pictures: what a browser cannot show itself, everybody can look at."""

from __future__ import annotations

import asyncio

from flows.vault import repository
from flows.vault.errors import FileInfected
from flows.vault.service import read_content
from foundation import db
from foundation.errors import NotFound, UnsupportedFile
from foundation.intake.service import MEDIA_TYPES
from foundation.reading import FileKind, Unreadable, page_picture
from foundation.reading.pdf import Format
from foundation.viewer import Viewer

_PAGED: dict[str, Format] = {MEDIA_TYPES[FileKind.PDF]: "PDF", MEDIA_TYPES[FileKind.OFD]: "OFD"}


async def page_of(content: bytes, media_type: str, number: int) -> bytes:
    """One page as PNG, drawn by a child with limits; never called inside a transaction.

    Raises: NotFound beyond the last page, UnsupportedFile for what has no pages or cannot be drawn.
    """
    what = _PAGED.get(media_type)
    if what is None:
        raise UnsupportedFile("只有PDF和OFD可以逐页查看，请直接打开文件。")
    try:
        picture = await asyncio.to_thread(page_picture, content, what, number)
    except Unreadable as error:
        raise UnsupportedFile(f"{error}，请下载后查看。") from error
    if picture is None:
        raise NotFound("没有这一页，已经是最后一页了。")
    return picture


async def draw_vault_page(viewer: Viewer, file_id: str, number: int) -> bytes:
    """A page of the viewer's own file. Raises: as `page_of`, VaultFileUnknown, FileInfected."""
    viewer.must_be_signed_in()
    async with db.reading() as session:
        file = await repository.access_file(session, viewer, file_id)
        if file.scan == "infected":
            raise FileInfected
        content = await read_content(file)
    return await page_of(content, file.media_type, number)
