"""What is said of an item: for every item and every question, from its guide, with its source."""

from __future__ import annotations

from typing import Any

import pytest

from flows.conversations.commands import parse_payload
from flows.conversations.item_talk import about
from flows.conversations.service import words_for_bot
from flows.conversations.wechat.wording import render
from knowledge_base.catalogue import CatalogueEntry, catalogue

ACTS = (
    "ask_how_to", "ask_materials", "ask_place", "ask_duration", "ask_fee", "ask_eligibility",
    "ask_online",
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("entry", list(catalogue()), ids=lambda e: e.document.item.short_name)
def test_every_question_has_an_answer_with_its_source(entry: CatalogueEntry, act: str) -> None:
    reply = about(act, entry)
    assert len(reply.text) > 7
    assert "None" not in reply.text
    assert reply.sources
    assert all(parse_payload(button.payload) for button in reply.buttons)
    assert render([reply])


@pytest.mark.parametrize("entry", list(catalogue()), ids=lambda e: e.document.item.short_name)
def test_a_figure_not_verified_says_so(entry: CatalogueEntry) -> None:
    guide: Any = entry.document.guide
    facts = {"ask_fee": [guide.fee], "ask_duration": [guide.promised, guide.statutory]}
    for act, shown in facts.items():
        unsure = any(not fact.verified for fact in shown)
        assert ("以官方公布为准" in about(act, entry).text) >= unsure


@pytest.mark.parametrize(
    ("said", "heard"),
    [("/restart", "restart"), ("//x", "x"), ("/", "？"), (" 你好 ", "你好"), ("1/2", "1/2")],
)
def test_words_are_never_a_command_to_the_bot(said: str, heard: str) -> None:
    assert words_for_bot(said) == heard
