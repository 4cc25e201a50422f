"""Snippets of a text, and where in them a query's words stand."""

from __future__ import annotations

import re

from flows.catalogue.views import Span
from knowledge_base.search.tokens import pairs_of

SNIPPET_LENGTH, LEAD = 80, 12
_LATIN = re.compile(r"[a-z0-9]+")


def snippet_of(text: str, query: str) -> str:
    """The part of a text around the first of the query's words, on one line."""
    line = " ".join(text.split())
    found = spans_of(line, query)
    start = max(found[0][0] - LEAD, 0) if found else 0
    start = min(start, max(len(line) - SNIPPET_LENGTH, 0))
    end = start + SNIPPET_LENGTH
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def spans_of(text: str, query: str) -> list[Span]:
    """Where the query's numbers, Latin words and pairs of characters stand, neighbours joined.

    Args:
        text: any text.
        query: as `query_text` gives it.
    """
    lowered = text.lower()
    marked: set[int] = set()
    for part in _parts(query):
        at = lowered.find(part)
        while at >= 0:
            marked.update(range(at, at + len(part)))
            at = lowered.find(part, at + 1)
    starts = sorted(i for i in marked if i - 1 not in marked)
    ends = sorted(i + 1 for i in marked if i + 1 not in marked)
    return list(zip(starts, ends, strict=True))


def _parts(query: str) -> set[str]:
    pairs = (pair for rest in _LATIN.split(query) for pair in pairs_of(rest))
    return {part for part in (*_LATIN.findall(query), *pairs) if part}
