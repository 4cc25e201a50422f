"""What editors are shown of search."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment


class StrategyBrief(BaseModel):
    number: int
    state: Literal["draft", "published", "superseded"]
    state_label: str
    author_name: str
    note: str
    created_at: LocalMoment
    published_at: LocalMoment | None


class StrategyView(StrategyBrief):
    """`version` goes back with a save. Number 0 is the strategy shipped with the software."""

    version: int
    body: dict[str, Any]


class StrategyPage(BaseModel):
    """`may`: edit, publish, discard, rollback."""

    published: StrategyView
    draft: StrategyView | None
    versions: list[StrategyBrief]
    body_schema: dict[str, Any]
    may: list[str]


class RankedHit(BaseModel):
    key: str
    kind: str
    title: str
    score: float
    matched_by: str


class ComparedQuery(BaseModel):
    query: str
    before: list[RankedHit]
    after: list[RankedHit]
    is_changed: bool


class Comparison(BaseModel):
    rows: list[ComparedQuery]
    changed: int


class SavedQueryView(BaseModel):
    id: str
    text: str
    note: str
    author_name: str
    created_at: LocalMoment


class SavedQueries(BaseModel):
    items: list[SavedQueryView]
    total: int
    next: None = None


class QueryCount(BaseModel):
    """The same words by however many people; `opened` of them opened a result."""

    words: str
    count: int
    hits: int
    opened: int
    top_title: str
    last_at: LocalMoment


class QueryPage(BaseModel):
    items: list[QueryCount]
    total: int
    next: str | None
