"""A paper the office itself puts into a case: photographed at the counter, or taken offline."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from flows.vault.service import keep_thumbnail
from foundation import files
from foundation.clock import now
from foundation.intake.service import SafeFile
from foundation.models import Case, CaseFile


async def receive(session: AsyncSession, case: Case, material_id: str, safe: SafeFile) -> None:
    """The caller knows that there is room, and writes the timeline."""
    sha256 = await asyncio.to_thread(files.put, case.number, safe.content)
    session.add(
        CaseFile(
            case_number=case.number, material_id=material_id, name=safe.name,
            media_type=safe.media_type, size=len(safe.content), sha256=sha256, scan=safe.scan,
            thumbnail_sha256=await keep_thumbnail(case.number, safe.thumbnail),
            uploaded_at=now(),
        )
    )  # fmt: skip
    case.updated_at = now()
    await session.flush()
