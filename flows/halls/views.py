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


class CounterView(BaseModel):
    """`items` is empty where every item is served; machines stand where it `is_for_terminals`."""

    id: str
    number: str
    name: str
    items: list[ItemName]
    is_for_terminals: bool
    state: State
    version: int


class HallView(BaseModel):
    id: str
    name: str
    address: str
    place_id: str
    region: str
    state: State
    version: int
    counters: list[CounterView]


class HallList(BaseModel):
    """`items` are those a counter can serve and a poster can name, `regions` the streets a hall
    can belong to."""

    halls: list[HallView]
    regions: list[str]
    items: list[ItemName]


class PrintedCodeView(BaseModel):
    """One poster: which item, at which counter ('' for the whole hall), and its picture."""

    id: str
    item: ItemName
    counter_id: str
    counter_number: str
    url: str
    qr_svg: str
    made_by: str
    made_at: LocalMoment
    withdrawn_at: LocalMoment | None


class PrintedCodes(BaseModel):
    codes: list[PrintedCodeView]


class ScanRow(BaseModel):
    """Scans of one place and target over the days asked for."""

    counter_number: str
    kind: str
    target: str
    opened: int
    refused: int


class ScanFigures(BaseModel):
    """`unplaced` are refused scans of codes that tell no place (forged, long gone), anywhere."""

    since: date
    until: date
    opened: int
    refused: int
    by_way: dict[str, int]
    rows: list[ScanRow]
    days: dict[date, int]
    unplaced: int = 0


class OpenedCode(BaseModel):
    """Where a scanned code leads: the client's own page, with its query."""

    kind: str
    title: str
    page: str
