"""One spelling for what people write: width, simplified characters, Cantonese in standard words.

The words are data: `data/lexicon/normalise.json`, exported from the knowledge base.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from opencc import OpenCC

LEXICON_FILE = Path(__file__).parents[1] / "data" / "lexicon" / "normalise.json"
_SPACES = re.compile(r"\s+")
_SPACED_OUT = re.compile(r"(?<!\S)[\u3400-\u9fff](?: [\u3400-\u9fff](?!\S)){2,}")
"""Three and more characters with a space between each two, as some keyboards and readers write."""


@dataclass(frozen=True)
class Lexicon:
    """Words to replace, and words to leave as they are.

    `replacements` maps a word (simplified characters) to what is written instead; a protected
    word maps to itself, so that the longest match keeps the characters inside it.
    """

    replacements: dict[str, str]

    @classmethod
    def load(cls, path: Path = LEXICON_FILE) -> Lexicon:
        """Read `{"protected": [word], "words": [[from, to]]}`.

        Raises: OSError when the file is missing, ValueError or KeyError when it is not such a file.
        """
        raw = json.loads(path.read_text("utf-8"))
        replacements = dict(raw["words"])
        replacements.update({word: word for word in raw["protected"]})
        return cls(replacements)

    def pattern(self) -> re.Pattern[str]:
        """Longest word first, so that at every place the longest match wins."""
        words = sorted(self.replacements, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")


class Normaliser:
    """NFKC, then traditional to simplified (OpenCC t2s), then the lexicon by longest match."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._to_simplified = OpenCC("t2s")
        self._replacements = lexicon.replacements
        self._pattern = lexicon.pattern()

    def normalise(self, text: str) -> str:
        """The text in standard written form; spaces collapsed, never None, may be empty."""
        plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
        plain = _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), plain)
        simplified: str = self._to_simplified.convert(plain)
        return self._pattern.sub(lambda match: self._replacements[match[0]], simplified).strip()


@lru_cache(maxsize=1)
def default_normaliser() -> Normaliser:
    """The normaliser of this process, with the exported lexicon."""
    return Normaliser(Lexicon.load())
