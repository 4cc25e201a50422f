"""A case without what somebody's grants hide: its form, its papers, and the words about it."""

from __future__ import annotations

from typing import Any

from flows.cases.masking import mask
from flows.cases.presenter import CaseRecord
from flows.cases.sight import Sight, because_of

Told = dict[str, Any]


def covered_case(shown: Told, record: CaseRecord, sight: Sight) -> Told:
    """`shown` is a CaseView as plain data; it is changed."""
    kinds = {f.id: f.kind for f in record.document.form.fields()}
    shown["form"] = {
        name: mask(kinds.get(name, ""), value)
        if sight.shown.get(name) == "masked" and value
        else value
        for name, value in record.case.form.items()
        if name not in sight.hidden
    }
    for section in shown["form_schema"]["sections"]:
        section["fields"] = [f for f in section["fields"] if f["id"] not in sight.hidden]
    shown["form_errors"] = [e for e in shown["form_errors"] if e["field"] not in sight.hidden]
    answered = {f.answer for f in sight.hidden.values() if f.answer}
    shown["answers"] = [a for a in shown["answers"] if a["question_id"] not in answered]
    shown["materials"] = [_material(one, sight) for one in shown["materials"]]
    for part in ("timeline", "supplement"):
        shown[part] = sight.cover_words(shown[part])
    if shown["prereview"]:
        shown["prereview"] = sight.cover_words(
            {**shown["prereview"], "findings": findings_seen(shown["prereview"]["findings"], sight)}
        )
    return shown


def findings_seen(findings: list[Told], sight: Sight) -> list[Told]:
    """Without those about a hidden field or a closed material, the rest with covered words."""
    seen = [
        finding
        for finding in findings
        if finding.get("field") not in sight.hidden
        and finding.get("material_id") not in sight.closed
    ]
    covered: list[Told] = sight.cover_words(seen)
    return covered


def _material(material: Told, sight: Sight) -> Told:
    """A closed material says that it is there, and why it is not shown; names of files, holder
    and number of a licence are the paper's own words."""
    if material["id"] not in sight.closed:
        return material
    licence = material["licence"]
    return {
        **material,
        "hidden_because": because_of(sight.closed[material["id"]]),
        "files": [
            {**file, "name": f"第{at}个文件", "has_thumbnail": False, "vault_file_id": None}
            for at, file in enumerate(material["files"], 1)
        ],
        "licence": licence and {**licence, "holder": "", "number": "", "valid_until": None},
    }
