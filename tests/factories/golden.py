"""Golden cases: papers drawn, taken in, read and judged as those of citizens are.

`golden/papers.yaml` names every paper once; a file of its own for each item says which of them are
handed in for which material, and what that must come to. A material may also take 《title》, a PDF
(《title》.docx, 《title》.ofd) with that title and text of its own, or a licence lent (`licence:`).
A paper's `as` is what it comes in: heic, ofd, zip.
"""

from __future__ import annotations

import fcntl
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from flows.prereview.documents.reader import VERSION, read_document_async
from flows.prereview.file_checks import FileUnderReview, check_file
from flows.prereview.findings import Finding
from flows.prereview.form_checks import fields_asked
from flows.prereview.inputs import Basis
from flows.prereview.licences import check_licence, reading_of
from flows.prereview.readings import Reading
from flows.prereview.rules import Identity, Inputs
from flows.prereview.service import conclude, needed_materials
from foundation.clock import GUANGZHOU
from foundation.files import sha256_of
from foundation.intake.service import Received, SafeFile, take_in
from foundation.models import LicenceGrant
from knowledge_base.catalogue import catalogue, read_yaml
from knowledge_base.rules import rules_of
from knowledge_base.schemas import ItemDocument, Material
from tests.factories import papers
from tests.factories.ofd import OfdPage, Written, ofd, scanned_ofd
from tests.factories.papers.people import Person
from tests.foundation.intake.samples import archive, heic_of, word
from tests.foundation.reading.samples import pdf as text_pdf

_safe: dict[str, list[SafeFile]] = {}
GOLDEN = Path(__file__).parents[1] / "flows/prereview/golden"
TODAY = date(2026, 11, 27)
_USUAL = {
    "name": "陈大文", "id_number": "440106198806153017", "credit_code": "91440106MADEMX0030",
    "phone": "13800138000", "address": "广州市天河区石牌西路1号301房", "text": "天河",
    "textarea": "天河", "date": "2026-11-20",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One case; `verdicts` are those it may come to, `finds` and `never` rules of its findings,
    `says` parts of their advice."""

    code: str
    name: str
    sort: str
    facts: dict[str, Any]
    form: dict[str, Any]
    identity: dict[str, str]
    registers: dict[str, dict[str, str]]
    today: date
    materials: dict[str, list[Any]]
    verdicts: tuple[str, ...]
    finds: tuple[str, ...]
    never: tuple[str, ...]
    says: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.code[-12:]} {self.sort} {self.name}"


def golden_cases() -> Iterator[GoldenCase]:
    for path in sorted(GOLDEN.glob("*.yaml")):
        if path.stem != "papers":
            raw = read_yaml(path)
            for case in raw["cases"]:
                yield _case(path.stem, raw, case)


def _case(code: str, raw: dict[str, Any], case: dict[str, Any]) -> GoldenCase:
    verdicts = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
    given = {**raw["materials"], **case.get("materials", {})}
    return GoldenCase(
        code=code,
        name=case["name"],
        sort=case["sort"],
        facts=case.get("facts", raw["facts"]),
        form={**raw.get("form", {}), **case.get("form", {})},
        identity=raw.get("identity", {}),
        registers=case.get("registers", raw.get("registers", {})),
        today=case.get("today", TODAY),
        materials={m: things for m, things in given.items() if things is not None},
        verdicts=tuple(verdicts),
        finds=tuple(case.get("finds", ())),
        never=tuple(case.get("never", ())),
        says=tuple(case.get("says", ())),
    )


async def judged(case: GoldenCase, kept: Path) -> list[Finding]:
    """The findings on a case; readings are kept in the folder by what was read."""
    entry = catalogue().find(case.code)
    assert entry is not None, case.code
    document = entry.document
    needed = {m.id: m for m in needed_materials(document, case.facts)}
    readings: dict[str, list[Reading]] = {material: [] for material in needed}
    faults: list[Finding] = []
    for material, things in case.materials.items():
        for number, thing in enumerate(things, start=1):
            file_id = f"{material}-{number}"
            for reading, found in await _handed_in(needed[material], file_id, thing, case, kept):
                readings[material].append(reading)
                faults += found
    inputs = Inputs(
        form=_filled(document, case),
        facts=case.facts,
        identity=Identity.model_validate(case.identity),
        registers=case.registers,
        materials={material: tuple(read) for material, read in readings.items()},
        today=case.today,
    )
    basis = Basis(revision=entry.revision, inputs=inputs, file_findings=tuple(faults))
    return conclude(document, rules_of(case.code).rules, basis)


async def _handed_in(
    material: Material, file_id: str, thing: Any, case: GoldenCase, kept: Path
) -> list[tuple[Reading, list[Finding]]]:
    """Each file with what is wrong with itself; of a ZIP, of all it held."""
    if isinstance(thing, dict):
        moment = datetime.combine(case.today, time(12), GUANGZHOU)
        grant = LicenceGrant(id=file_id, material_id=material.id, **thing["licence"])
        return [(reading_of(grant, moment), check_licence(material, grant, moment))]
    return [
        await _looked_into(material, f"{file_id}-{part}", safe, kept)
        for part, safe in enumerate(await _taken_in(thing))
    ]


async def _looked_into(
    material: Material, file_id: str, safe: SafeFile, kept: Path
) -> tuple[Reading, list[Finding]]:
    found = list(check_file(FileUnderReview(file_id, safe.name, safe.content, material)))
    if found:
        return Reading(file_id=file_id, reader="", error=found[0].message), found
    return (await _read(safe, kept)).model_copy(update={"file_id": file_id}), []


async def _taken_in(thing: str) -> list[SafeFile]:
    """The files as the intake keeps them; each worker takes in each but once."""
    if thing not in _safe:
        _safe[thing] = await take_in(Received(f"{thing}.pdf", _drawn(thing)))
    return _safe[thing]


async def _read(file: SafeFile, kept: Path) -> Reading:
    """A file's reading: from the folder, which all workers of the suite share, or made now."""
    path = kept / f"{sha256_of(file.content)}-{VERSION}.json"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            reading = await read_document_async("", file.content, file.kind)
            path.write_text(reading.model_dump_json())
    return Reading.model_validate_json(path.read_bytes())


def _drawn(thing: str) -> bytes:
    """The file's bytes as they are uploaded."""
    if thing.startswith("《"):
        title, _, form = thing.removeprefix("《").partition("》")
        lines = (title, "广州市天河区", f"{title}正文。")
        if form == ".docx":
            return word("\n".join(lines))
        if form == ".ofd":
            return ofd(OfdPage([Written(line, 30, 40 + 15 * n) for n, line in enumerate(lines)]))
        return text_pdf([(220, 80, lines[0]), (80, 130, lines[1]), (80, 160, lines[2])])
    said = dict(_papers()["papers"][thing])
    kind, damage, pages = said.pop("draw"), said.pop("damage", None), said.pop("pages", None)
    form = said.pop("as", "")
    if "person" in said:
        known = _papers()["people"][said["person"]]
        said["person"] = Person(random.Random(said["person"]), **known)
    seed, shot = said.pop("seed", 1), said.pop("shot", 1)
    sheets = papers.lease(seed, **said) if kind == "lease" else [papers.draw(kind, seed, **said)]
    sheets = [sheets[n - 1] for n in pages] if pages else sheets
    if damage:
        sheets = [papers.damaged(sheet, damage, shot) for sheet in sheets]
    return _packed(sheets, form)


def _packed(sheets: list[papers.Paper], form: str) -> bytes:
    """The sheets in the format they are uploaded in."""
    pictures = [sheet.picture for sheet in sheets]
    if form == "heic":
        return heic_of(pictures[0])
    if form == "ofd":
        return scanned_ofd(*pictures)
    if form == "zip":
        return archive({f"第{n}张.jpg": papers.jpeg(p) for n, p in enumerate(pictures, start=1)})
    return papers.pdf(*sheets) if len(sheets) > 1 else papers.jpeg(pictures[0])


@cache
def _papers() -> dict[str, Any]:
    return dict(read_yaml(GOLDEN / "papers.yaml"))


def _filled(document: ItemDocument, case: GoldenCase) -> dict[str, Any]:
    """The form as the case says, and every other field that must be filled with something."""
    form: dict[str, Any] = {}
    for field in fields_asked(document.form, case.facts):
        if field.required:
            form[field.id] = _USUAL.get(field.kind)
        if field.kind == "number":
            form[field.id] = field.minimum or 1
        if field.kind == "select":
            form[field.id] = field.options[0].id
    return {**form, **case.form}
