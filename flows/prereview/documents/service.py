"""A file's reading: kept from before, or read now and kept."""

from __future__ import annotations

from flows.prereview.documents import repository
from flows.prereview.documents.reader import VERSION, read_document_async
from flows.prereview.readings import Reading
from foundation import db
from foundation.files import sha256_of
from foundation.reading import FileKind


async def reading_of(file_id: str, content: bytes, kind: FileKind) -> Reading:
    """What stands on the file; the same bytes are read once by one version of the reader.

    No transaction is open while it reads, which takes seconds. What failed is not kept, so that
    the next run tries again.
    """
    sha256 = sha256_of(content)
    async with db.reading() as session:
        kept = await repository.kept_reading(session, sha256, VERSION)
    if kept is not None:
        return kept.model_copy(update={"file_id": file_id})
    reading = await read_document_async(file_id, content, kind)
    if reading.error is None:
        async with db.writing() as session:
            await repository.keep_reading(session, sha256, reading)
    return reading
