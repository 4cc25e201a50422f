"""Readings as the reader gives them, and inputs made of them; short enough to write many."""

from __future__ import annotations

from datetime import date
from typing import Any

from flows.prereview.readings import DocumentKind, Mark, PageQuality, ReadField, Reading
from flows.prereview.rules import Identity, Inputs

TODAY = date(2026, 11, 27)
CERTAIN, DIM = 0.97, 0.5


def reading(file_id: str, kind: str | None = None, **given: Any) -> Reading:
    """A file read well, unless told otherwise.

    Args:
        given: `fields` (name: text, or [text, confidence]), `sides`, `faults` (of page 1), `marks`,
            `pages` (how many), `sure` (of the kind), `text`, `error`.
    """
    faults = dict.fromkeys(given.get("faults", ()))
    return Reading(
        file_id=file_id,
        reader="test",
        kind=DocumentKind(kind) if kind else None,
        kind_confidence=given.get("sure", CERTAIN) if kind else 0.0,
        sides=tuple(given.get("sides", ())),
        pages=tuple(
            PageQuality(page=n, width=1600, height=1200, faults=faults if n == 1 else {})
            for n in range(1, given.get("pages", 1) + 1)
        ),
        fields={name: _field(value) for name, value in given.get("fields", {}).items()},
        marks=tuple(
            Mark(kind=mark, page=1, box=(0.6, 0.6, 0.2, 0.2), confidence=CERTAIN)
            for mark in given.get("marks", ())
        ),
        text=given.get("text", ""),
        error=given.get("error"),
    )


def inputs(materials: dict[str, list[Reading]], **given: Any) -> Inputs:
    return Inputs(
        form=given.get("form", {}),
        facts=given.get("facts", {}),
        identity=Identity.model_validate(given.get("identity", {})),
        registers=given.get("registers", {}),
        materials={name: tuple(readings) for name, readings in materials.items()},
        today=given.get("today", TODAY),
    )


def _field(value: Any) -> ReadField:
    text, sure = value if isinstance(value, list) else (value, CERTAIN)
    if isinstance(text, date):
        text = text.isoformat()
    return ReadField(value=str(text), confidence=sure, page=1, box=(0.1, 0.1, 0.3, 0.05))
