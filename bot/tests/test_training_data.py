"""What the bot learns from: enough, varied, and nothing it is later examined on."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from components.normalise import default_normaliser

from tests.data import BOT, HELD_OUT, read_yaml, training_examples, without_marks

EXAMPLES = list(training_examples())
CASE_NUMBER, ATTEMPT = (
    re.compile(block["examples"].strip().removeprefix("- "), re.IGNORECASE)
    for block in read_yaml(BOT / "data" / "nlu" / "patterns.yml")["nlu"]
)


def test_every_act_has_enough_examples() -> None:
    counts = Counter(intent for intent, _text in EXAMPLES)
    wanted = {i: 40 if i.startswith(("ask_", "start_")) else 20 for i in _intents()}
    assert {i: counts[i] for i, least in wanted.items() if counts[i] < least} == {}
    assert set(counts) == set(wanted)


def test_no_example_is_written_twice() -> None:
    texts = Counter(text for _intent, text in EXAMPLES)
    assert [text for text, count in texts.items() if count > 1] == []


def test_nothing_held_out_was_learnt() -> None:
    normalise = default_normaliser().normalise
    learnt = {normalise(without_marks(text)) for _intent, text in EXAMPLES}
    assert [e["text"] for e in read_yaml(HELD_OUT) if normalise(e["text"]) in learnt] == []


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
