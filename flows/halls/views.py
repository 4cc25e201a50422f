"""What staff are shown of halls, and what a scanned code tells a client."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

State = Literal["open", "closed"]


class ItemName(BaseModel):
    code: str
    name: str


class WindowView(BaseModel):
    """`items` is empty where every item is served."""

    id: str
    number: str
    name: str
    items: list[ItemName]
    state: State
    version: int


class HallView(BaseModel):
    """`withdrawn_count` is how many printed codes of it no longer open anything."""

    id: str
    name: str
    address: str
    place_id: str
    state: State
    version: int
    windows: list[WindowView]


class HallList(BaseModel):
    halls: list[HallView]


class PrintedCodeView(BaseModel):
    """One poster: which item, at which window ('' for the whole hall), and its picture."""

    id: str
    item: ItemName
    window_id: str
    window_number: str
    url: str
    qr_svg: str
    made_by: str
    made_at: LocalMoment
    withdrawn_at: LocalMoment | None


class PrintedCodes(BaseModel):
    codes: list[PrintedCodeView]


class ScanRow(BaseModel):
    """Scans of one place and target over the days asked for."""

    window_number: str
    kind: str
    target: str
    opened: int
    refused: int


class ScanFigures(BaseModel):
    since: date
    until: date
    opened: int
    refused: int
    by_way: dict[str, int]
    rows: list[ScanRow]
    days: dict[date, int]


class OpenedCode(BaseModel):
    """Where a scanned code leads: the client's own page, with its query."""

    kind: str
    title: str
    page: str
