"""Every night what nobody needs leaves: uploads never finished, and files kept for one use only."""

from __future__ import annotations

from datetime import timedelta

from flows.vault import repository
from flows.vault.service import erase
from flows.vault.uploads import forget_upload
from foundation import db
from foundation.clock import now
from foundation.logging import logger

UNUSED_KEPT = timedelta(days=30)
"""A file without consent to reuse stays so long after it was last used: time to see it, take it
back, or allow reuse. Cases keep copies of their own."""

log = logger("vault")


async def clear() -> dict[str, int]:
    """Safe to repeat; returns how many of each went."""
    async with db.writing() as session:
        uploads = await repository.lapsed_uploads(session, now())
        for upload in uploads:
            await forget_upload(session, upload)
        files = await repository.left_behind(session, now() - UNUSED_KEPT)
        for file in files:
            await erase(session, file)
    removed = {"uploads": len(uploads), "files": len(files)}
    log.info("vault_cleared", **removed)
    return removed
