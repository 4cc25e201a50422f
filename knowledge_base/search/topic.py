"""What a sentence is about once the words of asking are taken away; empty when nothing is left."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from knowledge_base.search.wordlist import WordList

ACT_WORDS = Path(__file__).parents[1] / "content" / "lexicon" / "act_words.yaml"

_NO_WORD = re.compile(r"[\W_]+")


@cache
def act_words() -> tuple[str, ...]:
    """The words of asking, from the content folder."""
    return tuple(_lists()["words"])


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = yaml.safe_load(ACT_WORDS.read_text("utf-8"))
    return lists


@cache
def _asking() -> WordList:
    return WordList([*act_words(), *_lists()["protected"]])


def topic_of(text: str) -> str:
    """The words of a normalised sentence that can name an item: 「那要多少钱」 → 「」."""
    kept = frozenset(_lists()["protected"])
    left = _asking().replaced(text, lambda word: word if word in kept else " ")
    return _NO_WORD.sub(" ", left).strip()


def names_something(text: str) -> bool:
    """Whether a normalised sentence names anything at all (two characters in a row or more)."""
    return any(len(part) >= 2 for part in topic_of(text).split())
