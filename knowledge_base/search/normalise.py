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

from knowledge_base.search.wordlist import WordList

ONLY_IN_PHRASES = "覆藉瞭沈牾衹"
"""Characters that OpenCC changes in some words and never alone."""

_SPACED_OUT = re.compile(r"(?<!\S)[\u3400-\u9fff](?:\s+[\u3400-\u9fff](?!\S)){2,}")
"""Three and more characters with a space between each two, as some keyboards and readers write."""

LEXICON = Path(__file__).parents[1] / "content" / "lexicon" / "cantonese.yaml"


@cache
def lexicon() -> tuple[list[str], dict[str, str]]:
    """Words never touched, and Cantonese words with their Mandarin, from the content folder."""
    raw = yaml.safe_load(LEXICON.read_text("utf-8"))
    return list(raw["protected"]), {w["from"]: w["to"] for w in raw["words"]}


@cache
def _spoken() -> WordList:
    protected, words = lexicon()
    return WordList([*protected, *words])


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _convertible() -> re.Pattern[str]:
    """Characters without one of which a text is simplified already, as almost every text is."""
    ranges = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
    characters = (chr(code) for codes in ranges for code in codes)
    alone = "".join(c for c in characters if _converter().convert(c) != c)
    return re.compile(f"[{alone}{ONLY_IN_PHRASES}]")


def normalise(text: str) -> str:
    """NFKC → lower case → simplified → Cantonese words by longest match → single spaces."""
    words = lexicon()[1]
    mandarin = _spoken().replaced(simplified(text), lambda word: words.get(word, word))
    return " ".join(mandarin.split())


def simplified(text: str) -> str:
    """NFKC → lower case → spaced-out words closed → simplified characters; the words stay."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = _SPACED_OUT.sub(lambda match: "".join(match[0].split()), plain)
    return _converter().convert(plain) if _convertible().search(plain) else plain
