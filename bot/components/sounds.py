"""How characters sound, so that what is misheard or mistyped by sound is still understood.

Syllables without tones, zh ch sh not told from z c s nor ing eng from in en, as the south speaks.
The table is exported from the knowledge base: search and bot hear alike.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

SOUNDS_FILE = Path(__file__).parents[1] / "data" / "lexicon" / "sounds.json"


class Sounds:
    """The syllable of every character in common use."""

    def __init__(self, characters: dict[str, str]) -> None:
        """`characters`: for each syllable all the characters that sound so."""
        self._syllables = {c: syllable for syllable, all_ in characters.items() for c in all_}

    @classmethod
    def load(cls, path: Path = SOUNDS_FILE) -> Sounds:
        """Raises: OSError when the file is missing, ValueError when it is no such file."""
        return cls(json.loads(path.read_text("utf-8")))

    def spoken(self, text: str) -> list[str]:
        """One syllable a character; what has no sound stays itself."""
        return [self._syllables.get(character, character) for character in text]


@lru_cache(maxsize=1)
def default_sounds() -> Sounds:
    """The sounds of this process."""
    return Sounds.load()
