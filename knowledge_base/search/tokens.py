"""What a normalised text is compared by: pairs of characters, words, sounds.

Pairs forgive what no dictionary knows, words keep «许可证» from being found in «许可 证明», sounds
find 「遗瞩」 where 「遗嘱」 stands. A token of an array is the checksum of its text, so that
arrays of different processes and days agree without a shared list.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import rjieba
from numpy.typing import NDArray

from knowledge_base.search.normalise import normalise

LONGEST_QUERY = 200
CHARACTERS = 0xA000 - 0x3400
TOKEN_SPACE = 1 << 19
"""Tokens are numbers below it; two of the 20,000 pairs in use rarely share one."""

TokenArray = NDArray[np.int32]

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_FINAL = (
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu"
    "|ua|ui|uo|ue|ve|er|a|o|e|i|u|v)"
)
_SYLLABLE = re.compile(f"{_INITIAL}{_FINAL}|ang|ai|ei|ao|ou|an|en|er|a|o|e")
_LONGEST_SYLLABLE = 6


def query_text(query: str) -> str:
    """What of a query is compared; empty when it holds no letter, digit or character."""
    text = normalise(query[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]
    return text if any(c.isalnum() for c in text) else ""


def unique_phrases(phrases: Iterable[str]) -> list[str]:
    """Normalised, each once, in their order, nothing empty."""
    return [p for p in dict.fromkeys(normalise(p) for p in phrases) if p]


def grams(text: str) -> list[str]:
    """Neighbouring pairs of each run of characters; Latin words and numbers whole."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run[0] < "㐀" or len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def pieces(text: str) -> list[str]:
    """Pairs of characters and the single characters: 体彩 has those of 体育彩票 though no pair."""
    return [*grams(text), *(c for c in text if c >= "㐀" and c <= "鿿")]


def pairs_of(text: str) -> list[str]:
    """Neighbouring pairs of letters whatever they are; a single letter is its own pair."""
    kept = "".join(c for c in text if c.isalnum())
    return [kept[i : i + 2] for i in range(len(kept) - 1)] or [kept]


@lru_cache(maxsize=65_536)
def sound_of(character: str) -> str:
    """The commonest reading without its tone: 嘱 → zhu; what has none stays itself."""
    from pypinyin import lazy_pinyin  # its dictionaries take a third of a second

    readings = lazy_pinyin(character, errors="ignore") if character >= "㐀" else []
    return readings[0] if readings else character


def southern(syllable: str) -> str:
    """A syllable as it sounds where zh, ch, sh and -ng are not told from z, c, s and -n."""
    initial = syllable[0] + syllable[2:] if syllable[:2] in ("zh", "ch", "sh") else syllable
    return initial[:-1] if initial.endswith(("ing", "eng")) else initial


def sounds(text: str) -> list[str]:
    """Pairs of neighbouring syllables of each run of characters: 遗嘱公证 → yi zhu, zhu gong, …"""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run[0] >= "㐀":
            found += _paired([southern(sound_of(c)) for c in run])
        elif syllables := syllables_of(run):
            found += _paired([southern(s) for s in syllables])
    return found


@lru_cache(maxsize=4096)
def syllables_of(word: str) -> list[str]:
    """A Latin word as two or more pinyin syllables, long ones first; empty where it is none."""
    found = _syllables(word) if 4 <= len(word) <= LONGEST_QUERY else None
    return found if found and len(found) > 1 else []


def _syllables(word: str) -> list[str] | None:
    """The first way of reading a word in full, longest syllables tried first."""
    ways: dict[int, list[str]] = {len(word): []}
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(start + _LONGEST_SYLLABLE, len(word)), start, -1):
            if end in ways and _SYLLABLE.fullmatch(word, start, end):
                ways[start] = [word[start:end], *ways[end]]
                break
    return ways.get(0)


def initials_of(text: str) -> str:
    """First letters of the characters: 食品经营许可 → spjyxk."""
    return "".join(sound_of(c)[:1] for run in _RUN.findall(text) for c in run)


class Cutter:
    """Cuts texts into words, with the words of one index added to jieba's own."""

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        self._jieba = rjieba.Jieba()
        for word in user_words:
            self._jieba.add_word(word, 20_000, "n")

    def words(self, text: str) -> list[str]:
        """Words of two characters or more, long ones also in their parts."""
        return [w for w in self._jieba.cut_for_search(text) if len(w) > 1 and w[0].isalnum()]


@cache
def plain_cutter() -> rjieba.Jieba:
    """jieba's own dictionary: one word for one meaning, whatever an index adds."""
    return rjieba.Jieba()


def meaning_words(text: str) -> list[str]:
    """The words whose meanings a text's meaning is made of."""
    return [w for w in plain_cutter().cut(text) if w[0].isalnum()]


@lru_cache(maxsize=131_072)
def token_number(token: str) -> int:
    """The number of a token, the same in every process and on every day; characters come first."""
    if len(token) == 1 and "㐀" <= token <= "鿿":
        return ord(token) - 0x3400
    return CHARACTERS + zlib.crc32(token.encode()) % (TOKEN_SPACE - CHARACTERS)


def numbered(tokens: Iterable[str]) -> TokenArray:
    """Each token once, as its number."""
    numbers = set(map(token_number, tokens))
    return np.fromiter(numbers, np.int32, len(numbers))


def _paired(syllables: list[str]) -> list[str]:
    if len(syllables) == 1:
        return syllables
    return [f"{a}_{b}" for a, b in pairwise(syllables)]
