"""Files kept while the virus scanner was away are scanned when it is back.

One that turns out infected is marked everywhere it lies: nobody opens it or uses it again, and its
owner sees why and takes it back.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.vault.service import RESCAN, owner_of, promise_rescan, read_stored
from foundation import db
from foundation.intake import scanner
from foundation.models import CaseFile, VaultFile
from foundation.queue import Payload, handles


@handles(RESCAN)
async def rescan(payload: Payload) -> None:
    """Raises: ConnectionError while the scanner is still away; the promise is then kept later."""
    user_id, sha256 = payload["user_id"], payload["sha256"]
    async with db.reading() as session:
        waiting = await repository.unscanned_copies(session, user_id, sha256)
    if not waiting:
        return
    content = await read_stored(_owner(waiting[0]), sha256, waiting[0].name)
    outcome = await scanner.verdict_of(content)
    async with db.writing() as session:
        for copy in await repository.unscanned_copies(session, user_id, sha256):
            copy.scan = outcome


async def ask_again(session: AsyncSession) -> int:
    """Promise anew what was given up because the scanner stayed away long; returns how many."""
    waiting = await repository.unscanned_contents(session)
    for user_id, sha256 in waiting:
        promise_rescan(session, user_id, sha256)
    return len(waiting)


def _owner(copy: VaultFile | CaseFile) -> str:
    return owner_of(copy.user_id) if isinstance(copy, VaultFile) else copy.case_number
