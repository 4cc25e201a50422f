"""The worker's part: what the office states by a signed paper gets the office's seal."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.eseal.port import SealOrder, SealPort
from flows.cases import repository as cases
from flows.letters.rendering import Rendered
from flows.letters.sealing import NotSealed, seal_and_prove
from flows.signatures import repository
from flows.signatures.papers import draw
from flows.signatures.service import SEAL, SEALED, with_signature
from foundation import db, files
from foundation.clock import now
from foundation.models import Case, Signature
from foundation.queue import Payload, promise
from foundation.settings import settings

PATIENCE = timedelta(minutes=15)


async def seal_signed(port: SealPort, payload: Payload) -> None:
    """Repeating it changes nothing; without a seal platform it waits.

    Raises: OutsideUnavailable, after which the promise is kept later.
    """
    async with db.reading() as session:
        signature = await repository.signature_by_id(session, payload["signature_id"])
        if signature is None or signature.sealed_sha256 or not settings().eseal_url:
            return
        case = await cases.case_by_number(session, signature.case_number)
    drawn = await asyncio.to_thread(draw, with_signature(signature), signature.made_at)
    try:
        sealed, _proof = await seal_and_prove(port, _order(case, signature, drawn))
    except NotSealed as refusal:
        await _finish(signature.id, None, refusal.problem)
        return
    kept = await asyncio.to_thread(files.put, case.number, sealed)
    await _finish(signature.id, kept, None)


async def ask_again(session: AsyncSession) -> int:
    """Promise anew what has waited for its seal too long; returns how many."""
    if not settings().eseal_url:
        return 0
    waiting = await repository.unsealed_since(session, SEALED, now() - PATIENCE, 100)
    for signature_id in waiting:
        promise(session, SEAL, {"signature_id": signature_id})
    return len(waiting)


def _order(case: Case, signature: Signature, drawn: Rendered) -> SealOrder:
    return SealOrder(
        business_id=signature.id, department_code=case.department_code,
        department=signature.record["department"], document=drawn.content,
        page=drawn.page, x=drawn.x, y=drawn.y,
    )  # fmt: skip


async def _finish(signature_id: str, sha256: str | None, problem: str | None) -> None:
    async with db.writing() as session:
        signature = await repository.signature_by_id(session, signature_id, lock=True)
        if signature is None or signature.sealed_sha256:
            return
        signature.sealed_sha256 = sha256
        signature.problem = problem[:200] if problem else None
