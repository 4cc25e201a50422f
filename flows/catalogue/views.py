"""What a client is shown of the catalogue (contract: Catalogue)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel


class ItemSummary(BaseModel):
    code: str
    name: str
    short_name: str
    department: str
    level: str
    audience: str
    theme: str
    summary: str
    score: float | None = None
    matched_by: str | None = None


class ItemPage(BaseModel):
    items: list[ItemSummary]
    total: int
    next: str | None


class ThemeCount(BaseModel):
    theme: str
    audience: list[str]
    count: int


class ThemePage(BaseModel):
    items: list[ThemeCount]
    total: int
    next: None = None


class GuideMaterial(BaseModel):
    id: str
    name: str
    required: bool
    conditional: bool
    why: str
    source_type: str
    source_explain: str
    copies: dict[str, Any]
    form_url: str | None
    sample_url: str | None
    from_licence: str | None
    deferrable: bool
    verified: bool


class ItemView(BaseModel):
    """The whole of an item; `guide` has the fields of the national exchange schema."""

    code: str
    revision: str
    item: dict[str, Any]
    guide: dict[str, Any]
    materials: list[GuideMaterial]
    questions_count: int
    sources: list[dict[str, Any]]
    unverified_note: str


class PlaceView(BaseModel):
    """`location` is GCJ-02 [longitude, latitude]; `distance_m` where both ends are known.

    `location_accuracy` is `street` where only the middle of the area is known (大致位置).
    """

    id: str
    name: str
    kind: str
    kind_label: str
    address: str
    hours: str
    phone: str | None
    district: str
    location: tuple[float, float] | None
    location_accuracy: Literal["exact", "street"]
    services: list[str]
    verified: bool
    note: str | None
    source: dict[str, Any]
    distance_m: int | None = None


class PlacePage(BaseModel):
    items: list[PlaceView]
    total: int
    next: str | None


class FaqView(BaseModel):
    id: str
    question: str
    answer: str
    verified: bool
    note: str | None
    source: dict[str, Any]


SearchKind = Literal["item", "policy", "faq", "place", "package"]
Span = tuple[int, int]


class Highlights(BaseModel):
    """Where the query's words stand: [start, end) in characters, in order, never overlapping."""

    title: list[Span]
    snippet: list[Span]


class SearchHit(BaseModel):
    """`detail` is the whole of a FAQ or place, and the summary of an item."""

    kind: SearchKind
    id: str
    title: str
    snippet: str
    highlights: Highlights
    score: float
    detail: ItemSummary | FaqView | PlaceView


class SearchPage(BaseModel):
    items: list[SearchHit]
    total: int
    next: str | None
