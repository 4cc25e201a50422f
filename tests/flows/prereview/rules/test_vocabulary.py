"""The words of rules are the words of readings: two floors, one list."""

from __future__ import annotations

import pytest

from flows.prereview import readings
from flows.prereview.rules.wording import where
from knowledge_base.document_fields import FIELDS, KIND_LABELS


def test_kinds_of_documents_are_those_of_readings() -> None:
    assert {str(kind): label for kind, label in readings.KIND_LABELS.items()} == KIND_LABELS
    assert set(FIELDS) == {str(kind) for kind in readings.DocumentKind}


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (None, "整页"),
        ((0.0, 0.0, 1.0, 1.0), "整页"),
        ((0.7, 0.7, 0.2, 0.2), "右下角"),
        ((0.05, 0.05, 0.2, 0.1), "左上角"),
        ((0.4, 0.8, 0.2, 0.1), "下方"),
        ((0.4, 0.45, 0.2, 0.1), "中间"),
        ((0.0, 0.45, 0.2, 0.1), "左侧"),
    ],
)
def test_a_box_is_a_place_on_the_page(box: readings.Share | None, words: str) -> None:
    assert where(box) == words
