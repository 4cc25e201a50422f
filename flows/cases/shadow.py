"""The worker's part of a trial of rules: last month's kept inputs judged by the draft."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from flows.cases import repository
from flows.guidance import repository as guidance
from flows.knowledge.shadow import RUN, ChangedVerdict, ShadowResult
from flows.prereview.findings import Finding, verdict_of
from flows.prereview.inputs import Basis
from flows.prereview.service import conclude
from foundation import db
from foundation.clock import now
from foundation.logging import logger
from foundation.models import KnowledgeRevision, PreReview, ShadowRun
from foundation.queue import Payload, handles
from knowledge_base.schemas import RuleSet

MONTH = timedelta(days=31)
MOST_LISTED = 200
CHUNK = 50

log = logger("prereview")


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    changes: list[ChangedVerdict] = field(default_factory=list)
    broken: int = 0

    def note(self, number: str, before: list[Finding], after: list[Finding]) -> None:
        old, new = verdict_of(before), verdict_of(after)
        self.counts[f"{old}→{new}"] += 1
        if old == new:
            return
        rules = sorted(_deciding(before) ^ _deciding(after))
        self.rules.update(rules)
        if len(self.changes) < MOST_LISTED:
            self.changes.append(
                ChangedVerdict(case_number=number, before=old, after=new, rules=rules)
            )

    def result(self) -> ShadowResult:
        return ShadowResult(
            counts=dict(self.counts),
            rules=dict(self.rules),
            changes=self.changes,
            broken=self.broken,
        )


@handles(RUN, queue="prereview", takes=timedelta(minutes=10))
async def run_shadow(payload: Payload) -> None:
    """Judge each kept review of the item's last month again; running twice comes to the same."""
    async with db.reading() as session:
        run = await session.get(ShadowRun, payload["run_id"])
        draft = await session.get(KnowledgeRevision, payload["revision_id"])
        if run is None or draft is None or run.state == "done":
            return
        rules = RuleSet.model_validate(draft.body)
        ids = await repository.kept_reviews(session, rules.code, now() - MONTH)
    tally = _Tally()
    for start in range(0, len(ids), CHUNK):
        await _judge(rules, ids[start : start + CHUNK], tally)
        await _keep(run.id, tally, min(start + CHUNK, len(ids)), len(ids), is_done=False)
    await _keep(run.id, tally, len(ids), len(ids), is_done=True)


async def _judge(rules: RuleSet, ids: list[str], tally: _Tally) -> None:
    async with db.reading() as session:
        for held in await repository.reviews_of_ids(session, ids):
            try:
                basis = Basis.model_validate(held.inputs)
                document = await guidance.document_of(session, rules.code, basis.revision)
                after = await asyncio.to_thread(conclude, document, rules, basis)
            except Exception:
                log.exception("shadow_case_broke", case=held.case_number)
                tally.broken += 1
                continue
            tally.note(held.case_number, _findings(held), after)


async def _keep(run_id: str, tally: _Tally, done: int, total: int, *, is_done: bool) -> None:
    async with db.writing() as session:
        run = await session.get(ShadowRun, run_id)
        if run is None or run.state == "done":
            return
        run.done_count, run.total_count = done, total
        if is_done:
            run.state, run.finished_at = "done", now()
            run.result = tally.result().model_dump(mode="json")


def _findings(held: PreReview) -> list[Finding]:
    return [Finding.model_validate(f) for f in held.findings]


def _deciding(findings: list[Finding]) -> set[str]:
    return {f.rule for f in findings if f.level == "blocking"}
