"""What a client is shown of the catalogue (contract: Catalogue)."""

from __future__ import annotations

from typing import Any

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
