"""A document as it is searched: its phrases, its tokens, its line in the journal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import orjson
import tantivy

from knowledge_base.search.document import SearchDocument
from knowledge_base.search.generation import (
    ALIAS,
    ASK,
    CHUNK,
    HEADING,
    NAMES,
    SOUNDS,
    TEXT,
    TITLE,
    field,
)
from knowledge_base.search.normalise import normalise
from knowledge_base.search.tokens import (
    Cutter,
    TokenArray,
    grams,
    initials_of,
    numbered,
    pairs_of,
    pieces,
    sounds,
    unique_phrases,
)

CHUNK_LENGTH, CHUNK_STEP = 240, 200
"""Characters of a long text whose meaning is taken together; neighbours overlap."""

MOST_CHUNKS = 40
READ_WHOLE = ("passage", "faq")
"""Kinds whose long text is compared as sentences too; of the others words are enough."""

SHORTEST_PART = 4
"""Characters of a part of a name that can stand for the whole."""

_BRACKETED = re.compile(r"(.+)\((.+)\)")
_NONE = numbered(())
_NAMED = (("title", TITLE), ("aliases", ALIAS), ("asks", ASK), ("heading", HEADING))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way a document can be named, or one piece of its text (`CHUNK`, without tokens).

    `is_sentence` says that its sentence vector is kept, not only the meaning of its words.
    """

    part: int
    text: str
    grams: TokenArray
    sounds: TokenArray
    is_sentence: bool = True


def phrases_of(document: SearchDocument) -> list[Phrase]:
    """What a document is compared by; each text once, under the first part it has.

    Names derived from others are compared by words, not as sentences.
    """
    found: dict[str, int] = {}
    derived: dict[str, int] = {}
    for name, part in _NAMED:
        value = getattr(document, name)
        for text in unique_phrases([value] if isinstance(value, str) else value):
            found.setdefault(text, part)
            for name_part in _parts_of_name(text) if part <= ALIAS else ():
                derived.setdefault(name_part, ALIAS)
    if document.kind == "item" and document.department:
        derived.setdefault(normalise(f"{document.department} {document.title}"), ALIAS)
    return [
        *(
            Phrase(part, text, numbered(pieces(text)), numbered(sounds(text)), text in found)
            for text, part in (derived | found).items()
        ),
        *(
            Phrase(CHUNK, text, _NONE, _NONE, document.kind in READ_WHOLE)
            for text in _chunks(document)
        ),
    ]


def _parts_of_name(name: str) -> Iterator[str]:
    """What stands before and in the last brackets: «设立(异地校区)» is asked for by either."""
    if match := _BRACKETED.fullmatch(name):
        for part in match.groups():
            if len(part) >= SHORTEST_PART:
                yield part


def _chunks(document: SearchDocument) -> list[str]:
    text = normalise(document.body)
    if not text:
        return []
    if document.kind == "passage" and document.heading:
        text = f"{normalise(document.heading)} {text}"
    last = max(len(text) - (CHUNK_LENGTH - CHUNK_STEP), 1)
    starts = range(0, last, CHUNK_STEP)
    return [text[i : i + CHUNK_LENGTH] for i in starts[:MOST_CHUNKS]]


def tantivy_document(document: SearchDocument, row: int, cutter: Cutter) -> tantivy.Document:
    """The tokens of a document in the fields of its kind."""
    kind = document.kind
    names = unique_phrases([document.title, *document.aliases, document.heading])
    texts = [*names, normalise(document.body)]
    made = tantivy.Document()
    if kind == "passage":
        made.add_text(field(kind, TEXT), _joined(grams, texts))
    else:
        said = [*names, *unique_phrases(document.asks)]
        made.add_text(field(kind, NAMES), _joined(grams, said))
        made.add_text(field(kind, SOUNDS), _joined(sounds, names))
        initials = _joined(lambda name: pairs_of(initials_of(name)), names)
        made.add_text(field(kind, SOUNDS, "initials"), initials)
    made.add_text(field(kind, TEXT, "words"), _joined(cutter.words, texts))
    for name in ("key", "kind", "audience", "department", "theme"):
        made.add_text(name, getattr(document, name))
    made.add_unsigned("row", row)
    return made


def _joined(tokens_of: Callable[[str], Iterable[str]], texts: Iterable[str]) -> str:
    """The tokens of all texts, as tantivy takes them."""
    return " ".join(token for text in texts for token in tokens_of(text))


def journal_line(change: SearchDocument | str) -> bytes:
    """A document, or the key of one taken away, on one line."""
    record = {"delete": change} if isinstance(change, str) else change
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def journal_change(record: dict[str, Any]) -> SearchDocument | str:
    """What `journal_line` wrote, as `orjson` read it."""
    if "delete" in record:
        return str(record["delete"])
    known = {f.name: record[f.name] for f in fields(SearchDocument)}
    for name in ("aliases", "asks"):
        known[name] = tuple(known[name])
    for name in ("valid_from", "expires_on"):
        known[name] = date.fromisoformat(known[name]) if known[name] else None
    known["display"] = tuple((k, v) for k, v in known["display"])
    return SearchDocument(**known)
