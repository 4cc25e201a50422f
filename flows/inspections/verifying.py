"""Anybody's check of a paper of the house: a letter, or a record of an inspection."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.eseal.port import SealPort
from flows.cases import repository as cases
from flows.inspections import repository
from flows.inspections.records import TITLE
from flows.letters import verifying as letters
from flows.letters.errors import TokenUnknown
from flows.letters.facts import masked_holder
from flows.letters.presenter import STANDING_LABELS
from flows.letters.views import FileVerdict, Standing, VerifiedView
from foundation import db, files
from foundation.clock import local
from foundation.models import Inspection

GENUINE = "这是本平台制作的远程勘察笔录原件，未经改动。"


async def verify_token(token: str) -> VerifiedView:
    """What the code on a paper says. Raises: TokenUnknown."""
    try:
        return await letters.verify_token(token)
    except TokenUnknown:
        async with db.reading() as session:
            found = await repository.inspection_by_token(session, token)
            if found is None:
                raise
            return await _show(session, found)


async def verify_file(port: SealPort, content: bytes) -> FileVerdict:
    """Whether a file is a paper of ours to the last byte; if not, what its seal tells."""
    async with db.reading() as session:
        found = await repository.inspection_by_content(session, files.sha256_of(content))
        if found is not None and found.record_number:
            shown = await _show(session, found)
            return FileVerdict(verdict="genuine", message=GENUINE, letter=shown)
    return await letters.verify_file(port, content)


async def _show(session: AsyncSession, inspection: Inspection) -> VerifiedView:
    case = await cases.case_by_number(session, inspection.case_number)
    record = inspection.record or {}
    standing: Standing = "valid" if inspection.sealed_sha256 else "preparing"
    return VerifiedView(
        kind="inspection_record",
        title=TITLE,
        number=inspection.record_number or "",
        department=record["department"],
        issued_on=local(inspection.signed_at or case.updated_at).date(),
        holder=masked_holder(record),
        standing=standing,
        standing_label=STANDING_LABELS[standing],
        replaced_by=None,
        corrects=None,
        sealed_by=None,
        sealed_at=None,
    )
