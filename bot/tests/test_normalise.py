"""One spelling for what people write; the application's search is held to the same examples."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from components.normalise import LEXICON_FILE, Lexicon, Normaliser, default_normaliser
from opencc import OpenCC

from tests.data import CONTENT, read_yaml

GOLDEN: list[dict[str, str]] = read_yaml(CONTENT / "lexicon" / "golden.yaml")
CANTONESE: dict[str, Any] = read_yaml(CONTENT / "lexicon" / "cantonese.yaml")


@pytest.mark.parametrize("example", GOLDEN, ids=lambda e: e["input"])
def test_golden_examples(example: dict[str, str]) -> None:
    assert default_normaliser().normalise(example["input"]) == example["normalised"]


@pytest.mark.parametrize("example", GOLDEN, ids=lambda e: e["input"])
def test_what_is_normalised_stays_as_it_is(example: dict[str, str]) -> None:
    assert default_normaliser().normalise(example["normalised"]) == example["normalised"]


def test_the_longest_word_wins_and_protected_words_stay() -> None:
    lexicon = Lexicon({"唔": "不", "唔使": "不用", "系": "是", "关系": "关系"})
    assert Normaliser(lexicon).normalise("唔使關係，唔係") == "不用关系,不是"


def test_without_words_only_the_script_changes() -> None:
    assert Normaliser(Lexicon({})).normalise("食飯 ") == "食饭"


def test_the_exported_words_are_those_of_the_knowledge_base() -> None:
    exported = json.loads(LEXICON_FILE.read_text("utf-8"))
    words = [[word["from"], word["to"]] for word in CANTONESE["words"]]
    assert exported == {"protected": CANTONESE["protected"], "words": words}


def test_every_word_is_written_as_it_is_looked_up() -> None:
    to_simplified = OpenCC("t2s").convert
    words = [word["from"] for word in CANTONESE["words"]] + CANTONESE["protected"]
    assert len(words) == len(set(words))
    assert [w for w in words if to_simplified(unicodedata.normalize("NFKC", w)) != w] == []


def test_a_lexicon_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lexicon.load(tmp_path / "none.json")
