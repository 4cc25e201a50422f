"""Which danger a sentence speaks of."""

from __future__ import annotations

from functools import cache

from knowledge_base.catalogue import CONTENT
from knowledge_base.schemas.urgent import Urgent
from knowledge_base.search.normalise import normalise
from knowledge_base.search.wordlist import WordList
from knowledge_base.sheets import load_sheet

GENERAL = "general"


@cache
def urgent_kinds() -> dict[str, Urgent]:
    """By id. Raises: ContentInvalid."""
    return {kind.id: kind for kind in load_sheet(CONTENT / "urgent.yaml", Urgent)}


def urgent_in(text: str) -> Urgent | None:
    """The danger whose words a sentence holds; None where it holds none."""
    found = _words().places(normalise(text))
    return _by_word()[found[0][0]] if found else None


def any_danger() -> Urgent:
    """What is said where nothing tells which danger it is."""
    return urgent_kinds()[GENERAL]


@cache
def _by_word() -> dict[str, Urgent]:
    return {normalise(word): kind for kind in urgent_kinds().values() for word in kind.words}


@cache
def _words() -> WordList:
    return WordList(_by_word())
