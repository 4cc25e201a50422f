"""Pre-review: what is wrong with form and files, and what the rules make of what was read."""

from __future__ import annotations

from collections.abc import Sequence

from flows.prereview.file_checks import FileUnderReview, check_file
from flows.prereview.findings import Finding
from flows.prereview.form_checks import check_form
from flows.prereview.inputs import Basis
from flows.prereview.licences import check_licence
from flows.prereview.readings import Reading
from flows.prereview.rules import judge
from foundation import files as store
from foundation.clock import now
from foundation.crypto import CiphertextInvalid
from foundation.models import Case, CaseFile, LicenceGrant
from knowledge_base.conditions import Facts
from knowledge_base.schemas import ItemDocument, Material, RuleSet
from knowledge_base.situations import choose_materials


def conclude(document: ItemDocument, rules: RuleSet, basis: Basis) -> list[Finding]:
    """Every finding on a case: form, missing materials, files, then rules. Pure.

    A file with something wrong of its own is not judged further by what it says.
    """
    inputs = basis.inputs
    handed_in = {material for material, readings in inputs.materials.items() if readings}
    broken = {finding.file_id for finding in basis.file_findings}
    judged = judge(rules, document, inputs)
    return [
        *check_form(document.form, inputs.facts, inputs.form),
        *check_presence(document, inputs.facts, handed_in),
        *basis.file_findings,
        *(f for f in judged if f.file_id is None or f.file_id not in broken),
    ]


def review_quickly(
    case: Case,
    files: Sequence[CaseFile],
    document: ItemDocument,
    licences: Sequence[LicenceGrant] = (),
) -> list[Finding]:
    """Form, missing materials, the bytes of the files and the state of licences: all that takes
    no reading."""
    needed = {m.id: m for m in needed_materials(document, case.answers)}
    handed_in = {f.material_id for f in files} | {g.material_id for g in licences}
    return [
        *check_form(document.form, case.answers, case.form),
        *check_presence(document, case.answers, handed_in),
        *(
            finding
            for file in files
            if file.material_id in needed
            for finding in check_bytes(needed[file.material_id], file)
        ),
        *(
            finding
            for grant in licences
            if grant.material_id in needed
            for finding in check_licence(needed[grant.material_id], grant, now())
        ),
    ]


def needed_materials(document: ItemDocument, facts: Facts) -> list[Material]:
    return [choice.material for choice in choose_materials(document, facts) if choice.needed]


def check_presence(document: ItemDocument, facts: Facts, handed_in: set[str]) -> list[Finding]:
    """One finding for each material demanded and not handed in."""
    return [
        _missing(material)
        for material in needed_materials(document, facts)
        if material.required and material.id not in handed_in
    ]


def check_bytes(material: Material, file: CaseFile) -> list[Finding]:
    """What is wrong with a stored file before anybody reads it."""
    try:
        return list(check_file(under_review(material, file)))
    except (FileNotFoundError, CiphertextInvalid):
        return [_lost(material, file)]


def under_review(material: Material, file: CaseFile) -> FileUnderReview:
    """Raises: FileNotFoundError, CiphertextInvalid."""
    return FileUnderReview(file.id, file.name, store.get(file.case_number, file.sha256), material)


def unread(file: CaseFile, finding: Finding) -> Reading:
    """A file with something wrong of its own, as a reading: there, and undecided."""
    return Reading(file_id=file.id, reader="", error=finding.message)


def _missing(material: Material) -> Finding:
    return Finding(
        material_id=material.id,
        rule="material_missing",
        level="blocking",
        verdict="fail",
        message=f"缺少「{material.name}」",
        expected="至少1个文件",
        actual="没有文件",
        advice=f"{material.source_explain}，请上传后再预审",
    )


def _lost(material: Material, file: CaseFile) -> Finding:
    return Finding(
        material_id=material.id,
        file_id=file.id,
        rule="file_lost",
        level="blocking",
        verdict="inconclusive",
        message=f"「{file.name}」暂时读不到",
        advice="请重新上传一次；若仍然如此，请拨打12345",
    )
