"""One way of writing before anything is compared: half width, simplified, Mandarin words.

The same rule runs in the bot before its tokenizer; both are held to
`content/lexicon/golden.yaml`, and the bot's copy of the lexicon is exported from here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml
from opencc import OpenCC

LEXICON = Path(__file__).parents[1] / "content" / "lexicon" / "cantonese.yaml"


@cache
def lexicon() -> tuple[list[str], dict[str, str]]:
    """Words never touched, and Cantonese words with their Mandarin, from the content folder."""
    raw = yaml.safe_load(LEXICON.read_text("utf-8"))
    return list(raw["protected"]), {w["from"]: w["to"] for w in raw["words"]}


@cache
def _pattern() -> re.Pattern[str]:
    protected, words = lexicon()
    longest_first = sorted({*protected, *words}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC → lower case → simplified → Cantonese words by longest match → single spaces."""
    simplified = _converter().convert(unicodedata.normalize("NFKC", text).lower())
    words = lexicon()[1]
    mandarin = _pattern().sub(lambda m: words.get(m.group(), m.group()), simplified)
    return re.sub(r"\s+", " ", mandarin).strip()
