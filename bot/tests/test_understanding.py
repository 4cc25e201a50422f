"""How much the bot understands of what it has never seen, and what it makes of anything else."""

from __future__ import annotations

from collections import Counter

import pytest
from scripts.evaluate import STYLES, Figures, examine, read_examples, report

from tests.dialogue import Bot

STYLE_FLOOR, RECALL_FLOOR, MOST_REFUSED = 0.92, 0.9, 0.03


def test_held_out_sentences_are_understood(
    running_bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    results = examine(running_bot.understand, read_examples())
    with capsys.disabled():
        print(f"\n{report(results)}")
    figures = Figures.of(results)
    assert [s for s in STYLES if figures.act_accuracy[s] < STYLE_FLOOR] == []
    assert figures.out_of_scope_recall >= RECALL_FLOOR
    assert figures.refused_share <= MOST_REFUSED


def test_nobody_in_danger_is_sent_away(running_bot: Bot) -> None:
    """Who is not understood is asked back or given a person, never refused."""
    in_danger = [e for e in read_examples() if "distress" in e.acts]
    taken = Counter(r.taken for r in examine(running_bot.understand, in_danger))
    assert taken["out_of_scope"] == 0
    assert taken["distress"] >= 0.85 * len(in_danger)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\n", "🙂", "🙂" * 500, "？？！", "…", "\u200b", "\x00"),
        *("مرحبا", "नमस्ते", "Здравствуйте", "<script>alert(1)</script>", "'; DROP TABLE items;--"),
        *("我想开餐馆" * 2000, "a" * 10_000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_anything_can_be_said(running_bot: Bot, text: str) -> None:
    understood = running_bot.understand(text)
    assert understood["intent"]["name"]
    assert understood["raw_text"] == text.strip()


@pytest.mark.parametrize("text", ["🙂", "？！", "  ", "👍👍👍"])
def test_a_message_without_words_is_not_guessed_at(running_bot: Bot, text: str) -> None:
    assert running_bot.understand(text)["intent"]["name"] == "nlu_fallback"


@pytest.mark.parametrize("text", ["/ask_human", "//restart", '/ask_progress{"case_number": "x"}'])
def test_a_citizens_words_are_never_commands(running_bot: Bot, text: str) -> None:
    understood = running_bot.understand(text)
    assert understood["intent"]["confidence"] < 1
    assert understood["entities"] == []


def test_the_original_is_kept_beside_the_normal_form(running_bot: Bot) -> None:
    understood = running_bot.understand("居住證點樣辦")
    assert understood["raw_text"] == "居住證點樣辦"
    assert understood["text"] == "居住证怎样办"


def test_item_names_are_heard(running_bot: Bot) -> None:
    understood = running_bot.understand("居住正怎么办")
    assert understood["text"] == "居住证怎么办"
    assert understood["raw_text"] == "居住正怎么办"


def test_case_numbers_are_found_in_a_sentence(running_bot: Bot) -> None:
    entities = running_bot.understand("请帮我查th2026-1123-0000017到哪了")["entities"]
    found = {e["entity"]: e["value"] for e in entities}
    assert found["case_number"] == "th2026-1123-0000017"
