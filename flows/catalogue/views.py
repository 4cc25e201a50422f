"""What a client is shown of the catalogue (contract: Catalogue)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from flows.samples.views import SampleName


class ItemSummary(BaseModel):
    code: str
    name: str
    short_name: str
    department: str
    level: str
    audience: str
    theme: str
    summary: str
    is_guided: bool = True
    region_name: str = ""
    region_note: str | None = None
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
    samples: list[SampleName]
    from_licence: str | None
    deferrable: bool
    verified: bool


class ItemView(BaseModel):
    """The whole of an item; `guide` has the fields of the national exchange schema.

    Where `is_guided` is false, only what an upstream catalogue tells is known: it has no questions,
    and fields of `guide` it does not tell are null. `region_note` says so where the item is not
    of this place.
    """

    code: str
    revision: str
    is_guided: bool
    region: str
    region_name: str
    region_note: str | None
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


class ResolvedPlaceView(BaseModel):
    """Where the words of a query lie: street and community of the home district, if they tell."""

    district: str | None
    street: str | None
    community: str | None
    matched: str
    alternatives: list[str]


class PlacePage(BaseModel):
    items: list[PlaceView]
    total: int
    next: str | None
    resolved: ResolvedPlaceView | None = None


class PassageView(BaseModel):
    """One article of a document, quoted with where it stands."""

    document_id: str
    title: str
    document_number: str | None
    issuer: str | None
    article: int
    label: str
    heading: str
    text: str
    region_name: str
    valid_from: date | None
    expires_on: date | None
    verified: bool
    url: str | None
    as_of: date


class FaqView(BaseModel):
    id: str
    question: str
    answer: str
    verified: bool
    note: str | None
    source: dict[str, Any]


class ArticleView(BaseModel):
    number: int
    label: str
    heading: str
    text: str
    page: int | None


class DocumentView(BaseModel):
    """A document in its articles; `notes` say in words what a reader must know before using it."""

    id: str
    title: str
    kind: str
    kind_label: str
    document_number: str | None
    issuer: str | None
    region: str
    region_name: str
    published_on: date | None
    valid_from: date | None
    expires_on: date | None
    replaced_by: str | None
    validity: Literal["valid", "not_yet", "expired"]
    verified: bool
    notes: list[str]
    url: str | None
    as_of: date
    articles: list[ArticleView]


SearchKind = Literal["item", "policy", "faq", "place", "package"]
Span = tuple[int, int]


class Highlights(BaseModel):
    """Where the query's words stand: [start, end) in characters, in order, never overlapping."""

    title: list[Span]
    snippet: list[Span]


SearchDetail = ItemSummary | FaqView | PlaceView | PassageView


class SearchHit(BaseModel):
    """`detail` is the whole of a FAQ, place or passage, and the summary of an item.

    `notes` say what a reader must know: another city's rule, no longer valid, not verified.
    """

    kind: SearchKind
    id: str
    title: str
    snippet: str
    highlights: Highlights
    score: float
    matched_by: str = ""
    notes: list[str] = []
    detail: SearchDetail


class SearchPage(BaseModel):
    """`search_id` goes back with the result that was opened, so that editors learn what helps.

    `counts` tells how many there are of each kind that was asked for. `nearest` are items that may
    be meant where nothing was found; they answer nothing.
    """

    search_id: str | None = None
    items: list[SearchHit]
    total: int
    counts: dict[SearchKind, int] = {}
    nearest: list[ItemSummary] = []
    next: str | None
