"""The worker's part: render a letter, have it sealed, prove the seal, keep the bytes."""

from __future__ import annotations

import asyncio

from adapters.eseal.port import SealCheck, SealOrder, SealPort
from adapters.http import OutsideRefused
from flows.letters import repository
from flows.letters.facts import body_of
from flows.letters.rendering import Rendered, render
from flows.letters.service import CHANGED
from foundation import db, files
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.logging import logger
from foundation.models import Letter
from foundation.queue import Payload, promise
from foundation.settings import settings
from knowledge_base.letters import kind_of, templates_fingerprint

log = logger("letters")


async def render_letter(port: SealPort, payload: Payload) -> None:
    """Keep the promise of a letter; repeating it changes nothing. Without a seal platform the
    letter waits: no letter leaves the house unsealed.

    Raises: OutsideUnavailable, after which the promise is kept later.
    """
    async with db.reading() as session:
        letter = await repository.letter_by_id(session, payload["letter_id"])
    if letter is None or letter.state != "drawn" or not settings().eseal_url:
        return
    data = letter.data
    if "body" not in data:  # drawn before words were content
        data = {**data, "body": body_of(letter.kind, {"decided": "", "permit_word": "", **data})}
    rendered = await asyncio.to_thread(
        render, kind_of(letter.kind).template, data, letter.created_at
    )
    try:
        sealed, proof = await seal_and_prove(port, _order(letter, rendered))
    except NotSealed as refusal:
        await _refuse(letter.id, refusal.problem)
        return
    await _keep(letter, rendered, sealed, proof)


class NotSealed(Exception):
    """The seal was refused or does not hold; `problem` says what to put right."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


async def seal_and_prove(port: SealPort, order: SealOrder) -> tuple[bytes, SealCheck]:
    """A document under its seal, and the proof that the seal holds.

    Raises: NotSealed; OutsideUnavailable, after which to ask again.
    """
    try:
        sealed = await port.seal(order)
    except OutsideRefused as refusal:
        raise NotSealed(refusal.detail) from refusal
    proof = await port.check(sealed)
    if proof.verdict != "intact":
        log.error("seal_not_proved", business_id=order.business_id, verdict=proof.verdict)
        raise NotSealed("电子印章平台盖的章验证不通过，请印章管理员核对证书。")
    return sealed, proof


def _order(letter: Letter, rendered: Rendered) -> SealOrder:
    return SealOrder(
        business_id=letter.id,
        department_code=letter.department_code,
        department=letter.department,
        document=rendered.content,
        page=rendered.page,
        x=rendered.x,
        y=rendered.y,
    )


async def _keep(letter: Letter, rendered: Rendered, sealed: bytes, proof: SealCheck) -> None:
    await asyncio.to_thread(files.put, letter.id, sealed)
    async with db.writing() as session:
        kept = await repository.letter_by_id(session, letter.id, lock=True)
        if kept is None or kept.state != "drawn":
            return
        kept.state, kept.problem = "sealed", None
        kept.templates = templates_fingerprint()
        kept.sha256 = files.sha256_of(rendered.content)
        kept.sealed_sha256 = files.sha256_of(sealed)
        kept.sealed_by, kept.sealed_at = proof.sealed_by, proof.sealed_at or now()
        promise(session, CHANGED, {"letter_id": kept.id})
        announce_after_commit(
            session, "staff", "letter", {"id": kept.id, "case_number": kept.case_number}
        )


async def _refuse(letter_id: str, problem: str) -> None:
    """The letter waits on, and says for what: once the seal is in order it is asked for again."""
    async with db.writing() as session:
        letter = await repository.letter_by_id(session, letter_id, lock=True)
        if letter is not None and letter.state == "drawn":
            letter.problem = problem[:200]
