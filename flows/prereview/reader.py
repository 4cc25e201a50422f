"""The one seam between a case's files and the room that reads documents (ADR 26)."""

from __future__ import annotations

from flows.prereview.documents.service import reading_of
from flows.prereview.file_checks import FileUnderReview
from flows.prereview.readings import Reading
from foundation.reading import sniff


async def read(file: FileUnderReview) -> Reading:
    """What stands on a file; with `error` where it could not be read."""
    return await reading_of(file.file_id, file.content, sniff(file.content))
