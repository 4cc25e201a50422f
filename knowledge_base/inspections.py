"""Checklists of inspections: `inspection.yaml` beside an item."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge_base.catalogue import (
    CONTENT,
    Catalogue,
    ContentInvalid,
    faults_of,
    read_yaml,
    shipped_catalogue,
)
from knowledge_base.schemas.inspection import InspectionChecklist

PART = "inspection.yaml"


def load_checklists(root: Path = CONTENT) -> list[InspectionChecklist]:
    """Those of every item that has one. Raises: ContentInvalid."""
    return [_load(path) for path in sorted((root / "items").glob(f"*/{PART}"))]


def check_checklists(lists: list[InspectionChecklist], catalogue: Catalogue) -> list[str]:
    """Faults: an item nobody knows, a source the item does not name."""
    faults = []
    for one in lists:
        entry = catalogue.find(one.code)
        known = entry.document.item.sources if entry else {}
        faults += [
            f"{one.code}/{PART}：{point.id} 的依据 {point.source} 不在事项的 sources 里"
            for point in one.points
            if point.source not in known
        ]
    return faults


@cache
def checklist_of(code: str) -> dict[str, Any]:
    """The item's points with the full title of what each rests on, and all titles together
    (`basis`); empty for an item without a list, whose inspector writes what he sees.

    Callers keep it as it is and change nothing in it.
    """
    lists = {one.code: one for one in load_checklists()}
    entry = shipped_catalogue().find(code)
    if code not in lists or entry is None:
        return {"points": [], "basis": ""}
    sources = entry.document.item.sources
    titles = {name: f"《{source.title}》" for name, source in sources.items()}
    points = [
        {"id": p.id, "text": p.text, "clause": f"{titles[p.source]}{p.clause}"}
        for p in lists[code].points
    ]
    used = dict.fromkeys(titles[p.source] for p in lists[code].points)
    return {"points": points, "basis": "、".join(used)}


def _load(path: Path) -> InspectionChecklist:
    try:
        return InspectionChecklist.model_validate({"code": path.parent.name, **read_yaml(path)})
    except ValidationError as error:
        raise ContentInvalid(f"{path.parent.name}/{path.name}：{faults_of(error)}") from error
