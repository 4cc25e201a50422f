"""What a message is made of: short runs of its characters, and of how they sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from components.sounds import Sounds


def features(text: str, sounds: Sounds, longest: int) -> Counter[str]:
    """Runs of one to `longest` characters, and as many of syllables; ends of the text count too."""
    lower = text.lower()
    spoken = ["^", *sounds.spoken(lower), "$"]
    return Counter([*_runs(f" {lower} ", longest), *_spoken_runs(spoken, longest)])


def _runs(text: str, longest: int) -> list[str]:
    return [text[i : i + n] for n in range(1, longest + 1) for i in range(len(text) - n + 1)]


def _spoken_runs(syllables: Sequence[str], longest: int) -> list[str]:
    lengths = range(1, longest + 1)
    return [
        f"~{'~'.join(syllables[i : i + n])}" for n in lengths for i in range(len(syllables) - n + 1)
    ]
