"""What the bot learns from: enough, varied, and nothing it is later examined on."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from components.normalise import default_normaliser
from scripts.evaluate import STYLES, read_examples

from tests.data import BOT, read_yaml, training_examples, without_marks

LEAST = 60

EXAMPLES = list(training_examples())
CASE_NUMBER, ATTEMPT = (
    re.compile(block["examples"].strip().removeprefix("- "), re.IGNORECASE)
    for block in read_yaml(BOT / "data" / "nlu" / "patterns.yml")["nlu"]
)


def test_every_act_has_enough_examples() -> None:
    counts = Counter(intent for intent, _text in EXAMPLES)
    assert {act: counts[act] for act in _intents() if counts[act] < LEAST} == {}
    assert set(counts) == set(_intents())


def test_no_example_is_written_twice() -> None:
    texts = Counter(text for _intent, text in EXAMPLES)
    assert [text for text, count in texts.items() if count > 1] == []


def test_nothing_held_out_was_learnt() -> None:
    normalise = default_normaliser().normalise
    learnt = {normalise(without_marks(text)) for _intent, text in EXAMPLES}
    assert [e.text for e in read_examples() if normalise(e.text) in learnt] == []


def test_every_act_is_examined_in_every_style() -> None:
    examined = Counter((act, e.style) for e in read_examples() for act in e.acts)
    assert [(a, s) for a in _intents() for s in STYLES if not examined[a, s]] == []


def test_marked_examples_are_written_in_normal_form() -> None:
    """They are not normalised in training, so that the places of their entities hold."""
    marked = [without_marks(text) for _intent, text in EXAMPLES if "](" in text]
    assert marked
    assert [text for text in marked if default_normaliser().normalise(text) != text] == []


@pytest.mark.parametrize(
    "text", ["TH202611230000017", "th2026-1123-0000017", "查TH 2026 1123 0000 017吧"]
)
def test_case_numbers_are_recognised(text: str) -> None:
    assert CASE_NUMBER.search(text)


@pytest.mark.parametrize(
    "text", ["TH2026112300000171", "TH20261123", "202611230000017", "13800138000"]
)
def test_other_numbers_are_no_case_numbers(text: str) -> None:
    assert not CASE_NUMBER.search(text)
    assert ATTEMPT.search(text), "but when asked for one, somebody may write this"


def _intents() -> list[str]:
    intents: list[str] = read_yaml(BOT / "domain" / "domain.yml")["intents"]
    return intents
