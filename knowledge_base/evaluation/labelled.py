"""Labelled data: queries with their right answers, and the documents they are asked of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge_base.search.document import SearchDocument

TUNED, UNTOUCHED = "tune", "untouched"


@dataclass(frozen=True, slots=True)
class Query:
    """One thing people ask, with every right answer; `split` says whether it was tuned on."""

    text: str
    relevant: frozenset[str]
    style: str = ""
    split: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """What one file or folder holds. Without `documents`, our own content is asked.

    `faults` are rows that could not be read, with file and line; the others go on.
    """

    name: str
    queries: tuple[Query, ...]
    documents: tuple[SearchDocument, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Gathered:
    """Queries, documents and judgements while files are read, in whatever order they come."""

    queries: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    relevant: dict[str, set[str]] = field(default_factory=dict)
    documents: dict[str, SearchDocument] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def query(self, id_: str, text: str, style: str, split: str) -> None:
        self.queries[id_] = (text, style, split)

    def judge(self, id_: str, keys: Iterable[str]) -> None:
        self.relevant.setdefault(id_, set()).update(keys)

    def document(self, key: str, title: str, text: str) -> None:
        self.documents[key] = SearchDocument(key=key, kind="passage", title=title, body=text)

    def done(self, name: str) -> Labelled:
        """Queries without a right answer are faults."""
        faults = list(self.faults)
        faults += [
            f"「{text}」没有标注答案"
            for id_, (text, _, _) in self.queries.items()
            if not self.relevant.get(id_)
        ]
        queries = tuple(
            Query(text, frozenset(self.relevant[id_]), style, split)
            for id_, (text, style, split) in self.queries.items()
            if self.relevant.get(id_)
        )
        return Labelled(name, queries, tuple(self.documents.values()), tuple(faults))
