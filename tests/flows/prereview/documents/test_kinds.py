"""Kinds and fields from lines as the recogniser gave them for tilted, stamped and noisy papers.

`golden/` keeps those lines ([text, confidence, slope, left, top, width, height]) with what stands
on the paper, so that layout and patterns are tried in milliseconds.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.prereview.documents.classify import classify
from flows.prereview.documents.kinds import READERS, Document
from flows.prereview.documents.layout import pieces_of
from flows.prereview.documents.values import compact
from flows.prereview.readings import DocumentKind
from foundation.reading import Box, Line, PageText

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def document_of(kept: dict[str, Any], leave_out: str = "") -> Document:
    lines = [
        Line(text, Box(x, y, w, h), confidence, slope)
        for text, confidence, slope, x, y, w, h in kept["lines"]
        if not leave_out or leave_out not in text
    ]
    page = PageText.arranged(lines, kept["width"], kept["height"])
    return Document(pieces_of(page, 1))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_kind_and_fields(path: Path) -> None:
    kept = json.loads(path.read_text("utf-8"))
    document = document_of(kept)
    kind, sure = classify(document)
    assert kind == kept["kind"]
    assert sure >= 0.8, "rules decide nothing by less"
    fields = READERS[kind](document)
    read = {name: compact(fields[name].value) for name in kept["fields"] if name in fields}
    assert read == {name: compact(value) for name, value in kept["fields"].items()}
    for field in fields.values():
        assert field.box is not None
        assert all(-0.01 <= v <= 1.01 for v in field.box)


def test_a_missing_line_is_a_missing_field_never_its_neighbour() -> None:
    kept = json.loads((Path(__file__).parent / "golden" / "id_card_front.json").read_text("utf-8"))
    document = document_of(kept, leave_out=kept["fields"]["id_number"][:6])
    fields = READERS[DocumentKind.ID_CARD](document)
    assert "id_number" not in fields
    assert fields["name"].value == kept["fields"]["name"]


def test_the_lower_part_cut_off_takes_the_day_of_issue_along() -> None:
    """Nor is it the founding date, whose label another crop may have taken."""
    kept = json.loads((GOLDEN[0].parent / "business_licence.json").read_text("utf-8"))
    upper = [line for line in kept["lines"] if line[4] < 1100]
    for lines in (upper, [line for line in upper if line[0] != "成立日期"]):
        fields = READERS[DocumentKind.BUSINESS_LICENCE](document_of({**kept, "lines": lines}))
        assert "issued_on" not in fields
        assert fields["legal_person"].value == kept["fields"]["legal_person"]


def test_nothing_is_other() -> None:
    assert classify(Document([]))[0] is DocumentKind.OTHER
