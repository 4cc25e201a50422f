"""Pre-review: run every check over a case, material by material, and keep what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.prereview.file_checks import FileUnderReview, check_file
from flows.prereview.findings import Finding
from flows.prereview.form_checks import check_form
from flows.prereview.licences import check_licence
from foundation import files as store
from foundation.clock import now
from foundation.crypto import CiphertextInvalid
from foundation.models import Case, CaseFile, LicenceGrant
from knowledge_base.schemas import ItemDocument, Material
from knowledge_base.situations import choose_materials


def review(
    case: Case,
    files: Sequence[CaseFile],
    document: ItemDocument,
    licences: Sequence[LicenceGrant] = (),
) -> Iterator[tuple[int, int, list[Finding]]]:
    """Check the form, then each needed material; yields (done, total, findings) after each."""
    needed = [c.material for c in choose_materials(document, case.answers) if c.needed]
    total = 1 + len(needed)
    yield 1, total, check_form(document.form, case.answers, case.form)
    for index, material in enumerate(needed, start=2):
        own = [f for f in files if f.material_id == material.id]
        lent = [g for g in licences if g.material_id == material.id]
        yield index, total, check_material(material, own, lent)


def check_material(
    material: Material, files: Sequence[CaseFile], licences: Sequence[LicenceGrant] = ()
) -> list[Finding]:
    """Findings on one material: there at all, then each of its licences and files."""
    if not files and not licences:
        return [_missing(material)] if material.required else []
    of_licences = [f for grant in licences for f in check_licence(material, grant, now())]
    return of_licences + [found for file in files for found in _check_stored(material, file)]


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


def _check_stored(material: Material, file: CaseFile) -> list[Finding]:
    try:
        content = store.get(file.case_number, file.sha256)
    except (FileNotFoundError, CiphertextInvalid):
        return [
            Finding(
                material_id=material.id,
                file_id=file.id,
                rule="file_lost",
                level="blocking",
                verdict="inconclusive",
                message=f"「{file.name}」暂时读不到",
                advice="请重新上传一次；若仍然如此，请拨打12345",
            )
        ]
    return list(check_file(FileUnderReview(file.id, file.name, content, material)))
