"""What a sentence is about once the words of asking are taken away; empty when nothing is left."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

ACT_WORDS = Path(__file__).parents[1] / "content" / "lexicon" / "act_words.yaml"


@cache
def act_words() -> tuple[str, ...]:
    """The words of asking, from the content folder."""
    return tuple(yaml.safe_load(ACT_WORDS.read_text("utf-8"))["words"])


@cache
def _asking() -> re.Pattern[str]:
    longest_first = sorted(act_words(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) + r"|[\W_]+")


def topic_of(text: str) -> str:
    """The words of a normalised sentence that can name an item: 「那要多少钱」 → 「」."""
    return _asking().sub(" ", text).strip()


def names_something(text: str) -> bool:
    """Whether a normalised sentence names anything at all (two characters in a row or more)."""
    return any(len(part) >= 2 for part in topic_of(text).split())
