"""Pre-review of a case: asked for by the applicant, done by a worker, read at any time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.licences.port import LicencePort, Purpose
from flows.cases import repository
from flows.cases.lifecycle import begin_review
from flows.cases.presenter import CaseRecord, show_prereview
from flows.cases.queue import enter_once
from flows.cases.service import editable_case, read_record
from flows.cases.views import PreReviewView
from flows.guidance import repository as guidance
from flows.prereview.errors import PreReviewUnknown
from flows.prereview.findings import Finding, verdict_of
from flows.prereview.inputs import Basis, fingerprint
from flows.prereview.licences import check_licence, reading_of
from flows.prereview.reader import read
from flows.prereview.readings import Reading
from flows.prereview.registers import ask_registers
from flows.prereview.rules import Identity, Inputs
from flows.prereview.service import (
    check_bytes,
    conclude,
    needed_materials,
    under_review,
    unread,
)
from foundation import db
from foundation.clock import now, today
from foundation.models import Case, CaseFile, PreReview, User
from foundation.queue import Payload
from foundation.redis import announce
from foundation.settings import settings
from foundation.viewer import Viewer
from knowledge_base import repository as knowledge
from knowledge_base.rules import rules_of
from knowledge_base.schemas import Material, RuleSet


async def ask_for_prereview(session: AsyncSession, viewer: Viewer, number: str) -> PreReviewView:
    """Start a review of the case as it is now; asking again about the same inputs starts none."""
    case = await editable_case(session, viewer, number)
    record = await read_record(session, case)
    marks = fingerprint(case, record.files, record.licences)
    if record.prereview is None or record.prereview.fingerprint != marks:
        fresh = begin_review(session, number, marks)
        record = replace(record, prereview=fresh, manual=None)
    return show_prereview(record)


async def look_at_prereview(session: AsyncSession, viewer: Viewer, number: str) -> PreReviewView:
    """Raises: PreReviewUnknown when none was ever asked for."""
    case = await repository.access_case(session, viewer, number)
    record = await read_record(session, case)
    if record.prereview is None:
        raise PreReviewUnknown
    return show_prereview(record)


async def run_prereview(port: LicencePort, payload: Payload) -> None:
    """Read every file, ask the registers, judge, and keep the verdict with all it rests on.

    Running it again on the same review gives the same; one that is done stays.
    """
    async with db.reading() as session:
        held = await session.get(PreReview, payload["prereview_id"])
        if held is None or held.status == "done":
            return
        case = await repository.case_by_number(session, held.case_number)
        record = await read_record(session, case)
        applicant = await repository.applicant_of(session, case)
    served = rules_of(case.item_code)
    progress = _Progress(held.id, record)
    readings = await progress.read_all()
    identity = identity_of(applicant)
    purpose = Purpose(case.item_code, case.item_name, case.number)
    told = await ask_registers(port, purpose, served.rules, readings, identity)
    basis = Basis(
        revision=case.revision,
        inputs=Inputs(
            form=case.form,
            facts=case.answers,
            identity=identity,
            registers=with_registers(registers_of(applicant), told),
            materials=readings,
            today=today(),
        ),
        file_findings=tuple(progress.findings),
    )
    findings = await asyncio.to_thread(conclude, record.document, served.rules, basis)
    await _finish(held.id, findings, basis, served.version, progress.total)
    await announce(f"user:{case.user_id}", "prereview", {"number": case.number})


async def replay(session: AsyncSession, prereview_id: str) -> list[Finding]:
    """Judge a kept review again by its own rules and inputs.

    Raises: PreReviewUnknown when it is not done, or from before inputs were kept.
    """
    held = await session.get(PreReview, prereview_id)
    if held is None or held.inputs is None or held.rule_version is None:
        raise PreReviewUnknown
    case = await repository.case_by_number(session, held.case_number)
    basis = Basis.model_validate(held.inputs)
    document = await guidance.document_of(session, case.item_code, basis.revision)
    return conclude(document, await _rules_at(session, case, held.rule_version), basis)


class _Progress:
    """The files of a case, as many read at once as there are recognisers; each is one step."""

    def __init__(self, review_id: str, record: CaseRecord) -> None:
        self.review_id = review_id
        needed = {m.id: m for m in needed_materials(record.document, record.case.answers)}
        self.needed = list(needed)
        self.files = [(needed[f.material_id], f) for f in record.files if f.material_id in needed]
        self.total = len(self.files) + 1
        self.done = 0
        self.turns = asyncio.Semaphore(max(1, settings().ocr_processes))
        self.licences = [
            (needed[g.material_id], g) for g in record.licences if g.material_id in needed
        ]
        self.findings: list[Finding] = []

    async def read_all(self) -> dict[str, tuple[Reading, ...]]:
        await _show(self.review_id, [], 0, self.total)
        async with asyncio.TaskGroup() as group:
            reading = [group.create_task(self._step(*file)) for file in self.files]
        of: dict[str, list[Reading]] = {material: [] for material in self.needed}
        for material, grant in self.licences:
            self.findings += check_licence(material, grant, now())
            of[material.id].append(reading_of(grant, now()))
        for (material, _), task in zip(self.files, reading, strict=True):
            of[material.id].append(task.result())
        return {material: tuple(readings) for material, readings in of.items()}

    async def _step(self, material: Material, file: CaseFile) -> Reading:
        async with self.turns:
            reading = await self._read(material, file)
        self.done += 1
        await _show(self.review_id, self.findings, self.done, self.total)
        return reading

    async def _read(self, material: Material, file: CaseFile) -> Reading:
        found = await asyncio.to_thread(check_bytes, material, file)
        self.findings += found
        if found:
            return unread(file, found[0])
        return await read(await asyncio.to_thread(under_review, material, file))


def identity_of(user: User) -> Identity:
    """The applicant as the sign-on proved him."""
    known = user.identity or {}
    facts = {name: known[name] for name in Identity.model_fields if known.get(name)}
    return Identity.model_validate(
        {**facts, "kind": "enterprise" if user.kind == "enterprise" else "citizen"}
    )


def registers_of(user: User) -> dict[str, dict[str, str]]:
    """The record of the applicant's enterprise, by the names the rules use (REGISTERS).

    The sign-on passes on what the register of enterprises holds (名称, 代码, 法定代表人); it tells
    neither address nor status, and nothing of a citizen.
    """
    if user.kind != "enterprise":
        return {}
    known = user.identity or {}
    return {
        "enterprise": {field: known[name] for name, field in _REGISTERED.items() if known.get(name)}
    }


def with_registers(
    known: dict[str, dict[str, str]], told: dict[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """What a register says itself goes before what the sign-on passed on."""
    both = {name: {**known.get(name, {}), **told.get(name, {})} for name in {**known, **told}}
    return dict(sorted(both.items()))


_REGISTERED = {
    "enterprise_name": "name",
    "credit_code": "credit_code",
    "legal_person_name": "legal_person",
}


async def _rules_at(session: AsyncSession, case: Case, version: str) -> RuleSet:
    """The rules of an item as they stood at a version. Raises: PreReviewUnknown."""
    served = rules_of(case.item_code)
    if served.version == version:
        return served.rules
    body = await knowledge.body_at(session, "rules", case.item_code, version)
    if body is None:
        raise PreReviewUnknown("这次预审所用的规则版本已找不到。")
    return RuleSet.model_validate(body)


async def _show(review_id: str, findings: list[Finding], done: int, total: int) -> None:
    """Tell how far a running review is, and what it found so far."""
    async with db.writing() as session:
        held = await session.get(PreReview, review_id)
        if held is not None and held.status != "done":
            held.findings = [f.model_dump(mode="json") for f in findings]
            held.done_count, held.total_count = done, total


async def _finish(
    review_id: str, findings: list[Finding], basis: Basis, version: str, total: int
) -> None:
    async with db.writing() as session:
        held = await session.get(PreReview, review_id)
        if held is None or held.status == "done":
            return
        held.findings = [f.model_dump(mode="json") for f in findings]
        held.done_count = held.total_count = total
        held.rule_version, held.inputs = version, basis.model_dump(mode="json")
        held.status, held.finished_at = "done", now()
        held.verdict = verdict_of(findings)
        case = await repository.case_by_number(session, held.case_number)
        if case.submitted_at is not None and held.verdict != "pass":
            await enter_once(session, case, held)
