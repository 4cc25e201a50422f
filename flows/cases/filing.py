"""A file of the citizen's vault put where it belongs in a draft, and judged there at once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository, uploads
from flows.cases.prereviews import identity_of, registers_of
from flows.cases.service import editable_case
from flows.guidance import repository as guidance
from flows.prereview.findings import Finding
from flows.prereview.readings import DocumentKind, Reading
from flows.prereview.rules import Inputs, judge
from flows.prereview.service import needed_materials
from foundation.clock import today
from foundation.models import Case
from foundation.viewer import Viewer
from knowledge_base.rules import rules_of
from knowledge_base.schemas import ItemDocument, Material, RuleSet
from knowledge_base.schemas.prereview import Recognised


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a file was put, what was found wrong with it there, and what is still missing.

    `is_open`: further materials depend on what the applicant has not been asked yet.
    """

    case: Case
    material: Material
    file_id: str
    findings: list[Finding]
    missing: list[Material]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with the materials its situation asks for, and those that have files."""

    case: Case
    document: ItemDocument
    needed: list[Material]
    present: set[str]

    @property
    def missing(self) -> list[Material]:
        """What is demanded whatever else the situation is, and not handed in."""
        return [m for m in self.wanting if _is_sure(m, self.case)]

    @property
    def is_open(self) -> bool:
        """Whether more may be demanded, as the answers still to be given decide."""
        return any(not _is_sure(m, self.case) for m in self.wanting)

    @property
    def wanting(self) -> list[Material]:
        """What may be demanded and is not handed in."""
        return [m for m in self.needed if m.required and m.id not in self.present]

    def places_for(self, kind: DocumentKind | None) -> list[Material]:
        """The materials that are such a document, empty ones first; those with files otherwise."""
        rules = rules_of(self.case.item_code).rules
        fit = [m for m in self.needed if kind in _kinds_of(rules, m.id)]
        return [m for m in fit if m.id not in self.present] or fit


async def look_at_draft(session: AsyncSession, viewer: Viewer, number: str) -> Draft:
    """Raises: CaseUnknown, CaseNotOpen."""
    case = await editable_case(session, viewer, number)
    document = await guidance.document_of(session, case.item_code, case.revision)
    present = {file.material_id for file in await repository.files_of(session, number)}
    return Draft(case, document, needed_materials(document, case.answers), present)


async def file_away(
    session: AsyncSession, viewer: Viewer, number: str, material_id: str, reading: Reading
) -> Filed:
    """Put the vault's file that was read (`reading.file_id`) there; again changes nothing.

    What is found is about this material alone: other documents are not read again for it, and
    the whole case is judged when pre-review is asked for.

    Raises: as `uploads.add_chosen`.
    """
    chosen = uploads.Chosen(vault_file_id=reading.file_id)
    shown = await uploads.add_chosen(session, viewer, number, material_id, chosen)
    draft = await look_at_draft(session, viewer, number)
    material = next(m for m in draft.needed if m.id == material_id)
    applicant = await repository.applicant_of(session, draft.case)
    inputs = Inputs(
        form=draft.case.form,
        facts=draft.case.answers,
        identity=identity_of(applicant),
        registers=registers_of(applicant),
        materials={material_id: (reading,)},
        today=today(),
    )
    found = judge(rules_of(draft.case.item_code).rules, draft.document, inputs)
    told = [f for f in found if f.material_id == material_id and f.verdict == "fail"]
    return Filed(draft.case, material, shown.files[-1].id, told, draft.missing, draft.is_open)


def _is_sure(material: Material, case: Case) -> bool:
    """Demanded by what is known: no answer still to come can take it away."""
    return material.when is None or material.when.evaluate(case.answers) is True


def _kinds_of(rules: RuleSet, material_id: str) -> set[str]:
    return {
        kind
        for rule in rules.rules
        if rule.material == material_id and isinstance(rule.check, Recognised)
        for kind in rule.check.kinds
    }
