"""One built index as it lies on disk: a tantivy index and, beside it, what ranking needs.

    <root>/current            the name of the generation in use
    <root>/lock               held by the one writer
    <root>/<generation>/
        journal.jsonl         every document in the order it came; a row's number is its line
        tantivy/              finds candidates
        phrases.bin …         what candidates are compared by, one record a phrase (`PHRASE`)
        state.json            how much of each file counts; replaced as the last step of a change

All files but `state.json` only grow. A writer that is killed leaves a tail that no state counts;
the next writer completes it from the journal.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import orjson
import tantivy

from knowledge_base.search.document import SearchableKind
from knowledge_base.search.vectors import DIMENSIONS

KINDS: tuple[SearchableKind, ...] = get_args(SearchableKind)
MEANING_DIMENSIONS = 96
MEANING_STEPS = 200.0
"""Meanings are kept as whole numbers, in steps this fine: a quarter of the memory to read."""

PRINT_BYTES = 16

TITLE, ALIAS, ASK, HEADING, CHUNK = range(5)
"""Parts of a document a phrase can be of."""

PHRASE = np.dtype(
    [
        ("row", "<i4"),
        ("part", "<i4"),
        ("grams_at", "<i8"),
        ("grams", "<i4"),
        ("sounds", "<i4"),
        ("sounds_at", "<i8"),
        ("mass", "<f4"),
        ("sound_mass", "<f4"),
        ("vector", "<i8"),
    ]
)
"""One phrase: its row, where its pairs and sounds lie, what they weigh, its sentence vector."""

NAMES, TEXT, SOUNDS = "names", "text", "sounds"
PASSAGE_FIELDS = ((TEXT, "grams"), (TEXT, "words"))
NAMED_FIELDS = ((NAMES, "grams"), (TEXT, "words"), (SOUNDS, "grams"), (SOUNDS, "initials"))
"""What is searched of text, and of what has a name."""


class IndexMissing(Exception):
    """No index was built yet in this folder."""


@dataclass(frozen=True, slots=True)
class State:
    """How many records of each file count."""

    records: int = 0
    journal_bytes: int = 0
    phrases: int = 0
    grams: int = 0
    sounds: int = 0
    vectors: int = 0
    words: int = 0
    word_bytes: int = 0
    source: str = ""


class Generation:
    """The files of one generation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / "journal.jsonl"
        self.phrases = folder / "phrases.bin"
        self.grams = folder / "grams.bin"
        self.sounds = folder / "sounds.bin"
        self.meanings = folder / "meanings.bin"
        self.vectors = folder / "vectors.bin"
        self.prints = folder / "prints.bin"
        self.words = folder / "words.txt"
        self.word_meanings = folder / "word_meanings.bin"
        self.rarity = folder / "rarity.npy"
        self.space = folder / "space.npy"
        self.user_words = folder / "user_words.txt"
        self.state_file = folder / "state.json"
        self.index_folder = folder / "tantivy"

    def state(self) -> State:
        return State(**orjson.loads(self.state_file.read_bytes()))

    def keep(self, state: State) -> None:
        replace_file(self.state_file, orjson.dumps(asdict(state)))

    def sizes(self, state: State) -> dict[Path, int]:
        """How many bytes of each growing file count, the journal left out."""
        return {
            self.phrases: state.phrases * PHRASE.itemsize,
            self.meanings: state.phrases * MEANING_DIMENSIONS,
            self.grams: state.grams * 4,
            self.sounds: state.sounds * 4,
            self.vectors: state.vectors * DIMENSIONS * 2,
            self.prints: state.vectors * PRINT_BYTES,
            self.words: state.word_bytes,
            self.word_meanings: state.words * MEANING_DIMENSIONS * 4,
        }

    def open_index(self) -> tantivy.Index:
        self.index_folder.mkdir(exist_ok=True)
        return tantivy.Index(schema(), path=str(self.index_folder))


def current(root: Path) -> Generation:
    """The generation in use. Raises: IndexMissing."""
    try:
        name = (root / "current").read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise IndexMissing(f"{root} 里还没有检索索引") from error
    return Generation(root / name)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole under another name, then let it take the place of the old one."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def mapped(path: Path, dtype: Any, shape: tuple[int, ...]) -> Any:
    """The counted part of a file, read as it is used; an empty array where nothing counts."""
    if not shape[0]:
        return np.empty(shape, dtype)
    return np.asarray(np.memmap(path, dtype, "r", shape=shape))


def field(kind: str, part: str, unit: str = "grams") -> str:
    """The name of a tantivy field: every kind has its own, so that rarity is its own too."""
    return f"{kind}_{part}_{unit}"


def schema() -> tantivy.Schema:
    """Fields of tokens by kind, the key a document is replaced by, and its row."""
    builder = tantivy.SchemaBuilder()
    for kind in KINDS:
        for part, unit in PASSAGE_FIELDS if kind == "passage" else NAMED_FIELDS:
            name = field(kind, part, unit)
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("key", "kind", "audience", "department", "theme"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", fast=True)
    return builder.build()
