"""Search, measured on ways of asking that no item holds; what belongs to no item stays unsure."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.conversations.item_talk import MARGIN, SURE
from knowledge_base.catalogue import catalogue
from knowledge_base.search.items import Match, search_items
from knowledge_base.search.normalise import normalise

FIRST_AT_LEAST = {
    "mandarin": 0.95,
    "spoken": 0.95,
    "cantonese": 0.95,
    "typo": 0.90,
    "indirect": 0.70,
}
SURELY_WRONG_AT_MOST = 0.02


@cache
def _data() -> dict[str, Any]:
    text = Path(__file__).with_name("data").joinpath("asks.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def _asks() -> list[tuple[str, str, str]]:
    """(item name, text, style) of every held-out way of asking."""
    return [(name, a["text"], a["style"]) for name, asks in _data()["items"].items() for a in asks]


def _name(match: Match) -> str:
    entry = catalogue().find(match.code)
    assert entry is not None
    return entry.document.item.name


def _is_sure(matches: list[Match]) -> bool:
    first, second = matches[0], matches[1].score if len(matches) > 1 else 0.0
    clear = first.score - second >= MARGIN or first.matched_by == "name"
    return first.score >= SURE and clear


def test_every_item_is_asked_for_in_ways_it_does_not_hold() -> None:
    held = {normalise(a.text) for e in catalogue() for a in e.document.item.asks}
    assert {e.document.item.name for e in catalogue()} == set(_data()["items"])
    assert all(len(asks) >= 3 for asks in _data()["items"].values())
    assert [text for _, text, _ in _asks() if normalise(text) in held] == []


@pytest.mark.parametrize("style", FIRST_AT_LEAST)
def test_the_item_meant_comes_first(style: str) -> None:
    asked = [(name, text) for name, text, s in _asks() if s == style]
    missed = [text for name, text in asked if _name(search_items(text, 1)[0]) != name]
    assert 1 - len(missed) / len(asked) >= FIRST_AT_LEAST[style], missed


def test_a_sure_answer_is_right() -> None:
    """Being sure skips the question «do you mean…»; a wrong sure answer misleads."""
    wrong = [
        text
        for name, text, _ in _asks()
        if _is_sure(found := search_items(text, 2)) and _name(found[0]) != name
    ]
    assert len(wrong) / len(_asks()) <= SURELY_WRONG_AT_MOST, wrong


@pytest.mark.parametrize("text", _data()["out_of_scope"])
def test_what_no_item_is_about_is_never_sure(text: str) -> None:
    found = search_items(text, 1)
    assert not found or found[0].score < SURE


@pytest.mark.parametrize("text", ["", "   ", "？？！", "😀😀", "\x00", "。" * 500])
def test_nothing_said_finds_nothing(text: str) -> None:
    assert search_items(text) == []


@pytest.mark.parametrize(
    "text", ["居" * 10_000, "أريد رخصة مطعم", "<script>alert(1)</script>", "' OR 1=1 --", "ＡＢＣ"]
)
def test_anything_else_is_searched_within_bounds(text: str) -> None:
    assert all(0.0 <= match.score <= 1.0 for match in search_items(text))


def test_scores_fall_and_the_limit_holds() -> None:
    found = search_items("我想开个小餐馆要办什么证", 5)
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) == 5
    assert _name(found[0]) == "食品经营许可"


@pytest.mark.parametrize("entry", list(catalogue()), ids=lambda e: e.document.item.short_name)
def test_an_items_own_name_finds_it(entry: Any) -> None:
    first = search_items(f"{entry.document.item.name}怎么办", 1)[0]
    assert (first.code, first.matched_by) == (entry.code, "name")
