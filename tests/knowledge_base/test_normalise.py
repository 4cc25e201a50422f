"""The one way of writing: the golden examples the bot is held to as well, and its laws."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.catalogue import CONTENT
from knowledge_base.search.normalise import lexicon, normalise
from tests.factories.properties import PROPERTY

GOLDEN: list[dict[str, Any]] = yaml.safe_load(
    (CONTENT / "lexicon" / "golden.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("example", GOLDEN, ids=lambda e: e["input"])
def test_a_golden_example(example: dict[str, Any]) -> None:
    """Search compares without letter case; the bot keeps it for the numbers people write."""
    assert normalise(example["input"]) == example["normalised"].lower()


def test_protected_words_stay() -> None:
    protected, _ = lexicon()
    assert [word for word in protected if normalise(word) != word] == []


@PROPERTY
@given(st.text(max_size=80))
def test_any_text_is_normalised_to_single_spaces(text: str) -> None:
    done = normalise(text)
    assert done == " ".join(done.split())


def test_width_case_and_script_make_no_difference() -> None:
    assert normalise("ＡＢＣ　身分證") == normalise("abc 身分证")
