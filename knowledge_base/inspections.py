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
    catalogue,
    faults_of,
    read_yaml,
    shipped_catalogue,
)
from knowledge_base.schemas.inspection import InspectionChecklist

PART = "inspection.yaml"


def load_checklists(root: Path = CONTENT) -> list[InspectionChecklist]:
    """Those of every item that has one. Raises: ContentInvalid."""
    return [_load(path) for path in sorted((root / "items").glob(f"*/{PART}"))]


_served: dict[str, InspectionChecklist] | None = None


def serve_checklists(lists: dict[str, InspectionChecklist] | None) -> None:
    """Use these from now on; None goes back to the shipped ones."""
    global _served
    _served = lists


def check_checklists(lists: list[InspectionChecklist], known: Catalogue) -> list[str]:
    """Faults by the field they are in: an item nobody knows, a source the item does not name."""
    faults = []
    for one in lists:
        entry = known.find(one.code)
        if entry is None:
            faults.append("code: 没有这个实施编码的事项，或它还没有发布")
            continue
        named = entry.document.item.sources
        faults += [
            f"points.{place}.source: 依据 {point.source} 不在事项的来源里，"
            f"可用的是{'、'.join(f'{k}（{v.title}）' for k, v in named.items())}"
            for place, point in enumerate(one.points)
            if point.source not in named
        ]
    return faults


def checklist_of(code: str) -> dict[str, Any]:
    """The item's points with the full title of what each rests on, and all titles together
    (`basis`); empty for an item without a list, whose inspector writes what he sees.

    Callers keep it as it is and change nothing in it.
    """
    held = _shipped() if _served is None else _served
    entry = catalogue().find(code) or shipped_catalogue().find(code)
    if code not in held or entry is None:
        return {"points": [], "basis": ""}
    titles = {name: f"《{source.title}》" for name, source in entry.document.item.sources.items()}
    points = [
        {"id": p.id, "text": p.text, "clause": f"{titles[p.source]}{p.clause}", "place": p.source}
        for p in held[code].points
        if p.source in titles
    ]
    used = dict.fromkeys(titles[point.pop("place")] for point in points)
    return {"points": points, "basis": "、".join(used)}


@cache
def _shipped() -> dict[str, InspectionChecklist]:
    return {one.code: one for one in load_checklists()}


def _load(path: Path) -> InspectionChecklist:
    try:
        return InspectionChecklist.model_validate({"code": path.parent.name, **read_yaml(path)})
    except ValidationError as error:
        raise ContentInvalid(f"{path.parent.name}/{path.name}：{faults_of(error)}") from error
