"""The drawing of an item names every question, option and rule."""

from __future__ import annotations

import pytest

from knowledge_base.__main__ import main
from knowledge_base.catalogue import CatalogueEntry, catalogue
from knowledge_base.drawing import draw


@pytest.mark.parametrize("entry", list(catalogue()), ids=lambda e: e.document.item.short_name)
def test_everything_that_routes_is_drawn(entry: CatalogueEntry) -> None:
    drawn = draw(entry.document)
    situations = entry.document.situations
    assert drawn.startswith("flowchart TD\n")
    for question in situations.questions:
        assert question.text in drawn
        assert all(option.label in drawn for option in question.options)
    assert drawn.count("verdict -->") == len(situations.eligibility) + 1


def test_an_unknown_code_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "X"]) == 1
    assert "没有实施编码为 X 的事项" in capsys.readouterr().out
