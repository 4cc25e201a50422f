"""The worker's part: the chain grows every other second, and is archived and proved at night."""

from __future__ import annotations

from foundation import db
from foundation.audit.archives import archive_old
from foundation.audit.chain import link
from foundation.audit.proving import Proof, prove
from foundation.logging import logger
from foundation.models import AuditRecord

log = logger("audit")
PROVED = "prove"


async def tend() -> Proof:
    """Link, archive what is old enough, prove all of it; what was found becomes a record."""
    await link()
    moved = await archive_old()
    async with db.reading() as session:
        proof = await prove(session)
    for fault in proof.faults:
        log.error("audit_broken", seq=fault.seq, record_id=fault.record_id, text=fault.text)
    async with db.writing() as session:
        session.add(AuditRecord(act=PROVED, what=said_of(proof)[:200]))
    log.info("audit_proved", records=proof.records, archived=moved, faults=len(proof.faults))
    return proof


def said_of(proof: Proof) -> str:
    """What a proof came to, in a sentence."""
    looked = f"核验{proof.records}条记录、{proof.archived}条归档、{proof.heads}个封存链头"
    if proof.is_whole:
        return f"审计链完好：{looked}，链长{proof.seq}，用时{proof.seconds:.1f}秒"
    first = proof.faults[0]
    where = f"第{first.seq}环" if first.seq else f"链外记录{first.record_id}"
    return f"审计链有问题：{looked}；第一处在{where}，{first.text}（共{len(proof.faults)}处）"
