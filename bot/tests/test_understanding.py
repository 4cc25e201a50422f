"""How much the bot understands of what it has never seen, and what it makes of anything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from tests.data import HELD_OUT, read_yaml
from tests.dialogue import Bot

FLOORS = {"development": 0.93, "blind": 0.85}
HIGHEST_SHARE_OF_OFF_TOPIC_ANSWERED = 0.12
DECLINING = {"out_of_scope", "nlu_fallback", "abuse"}


def test_accuracy_on_the_held_out_sentences(
    running_bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    results = [_examine(running_bot, example) for example in read_yaml(HELD_OUT)]
    with capsys.disabled():
        _print_by_style(results)
    on_topic = [r for r in results if r.style != "off_topic"]
    for name, floor in FLOORS.items():
        assert _share(r.is_right for r in on_topic if r.set == name) >= floor, name
    answered = _share(not r.is_right for r in results if r.style == "off_topic")
    assert answered <= HIGHEST_SHARE_OF_OFF_TOPIC_ANSWERED


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


def test_case_numbers_are_found_in_a_sentence(running_bot: Bot) -> None:
    entities = running_bot.understand("请帮我查th2026-1123-0000017到哪了")["entities"]
    found = {e["entity"]: e["value"] for e in entities}
    assert found["case_number"] == "th2026-1123-0000017"


@dataclass(frozen=True)
class Result:
    """One held-out sentence: the act found likeliest, and whether the bot was sure enough."""

    set: str
    style: str
    text: str
    likeliest: str
    is_sure: bool
    is_right: bool


def _examine(bot: Bot, example: dict[str, str]) -> Result:
    """Off-topic text is treated rightly when it is declined or asked back about."""
    understood = bot.understand(example["text"])
    taken = understood["intent"]["name"]
    ranking = [r["name"] for r in understood["intent_ranking"] if r["name"] != "nlu_fallback"]
    is_off_topic = example["style"] == "off_topic"
    is_right = taken in DECLINING if is_off_topic else ranking[0] == example["intent"]
    return Result(
        example["set"],
        example["style"],
        example["text"],
        ranking[0],
        taken != "nlu_fallback",
        is_right,
    )


def _print_by_style(results: list[Result]) -> None:
    print("\n理解正确的比例（没有把握、会反问的比例）")
    for name in FLOORS:
        for style in sorted({r.style for r in results if r.set == name}):
            group = [r for r in results if (r.set, r.style) == (name, style)]
            right, sure = _share(r.is_right for r in group), _share(r.is_sure for r in group)
            print(f"{name:12}{style:12}{len(group):4}  {right:6.1%} ({1 - sure:.1%})")
    for wrong in (r for r in results if not r.is_right):
        print(f"  误解：{wrong.text} → {wrong.likeliest}")


def _share(results: Iterable[bool]) -> float:
    every = list(results)
    return sum(every) / len(every)
