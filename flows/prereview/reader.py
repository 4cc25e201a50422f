"""The one seam between a case's files and the room that reads documents (ADR 26)."""

from __future__ import annotations

from flows.prereview.file_checks import FileUnderReview
from flows.prereview.readings import Reading

READER = "none"


async def read(file: FileUnderReview) -> Reading:
    """What was read of a file: nothing yet, so that rules on what it says stay undecided."""
    return Reading(file_id=file.file_id, reader=READER)
