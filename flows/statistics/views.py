"""What staff are shown of cases, counted."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from foundation.clock import LocalMoment

Figures = dict[str, float | int | None]


class MeasureView(BaseModel):
    """`sentence` is the definition (口径), as it is printed under every table."""

    id: str
    label: str
    unit: str
    moment: str
    sentence: str


class DimensionView(BaseModel):
    id: str
    label: str


class Choice(BaseModel):
    key: str
    label: str


class VocabularyView(BaseModel):
    measures: list[MeasureView]
    dimensions: list[DimensionView]
    departments: list[Choice]
    channels: list[Choice]


class StatisticsRow(BaseModel):
    """`keys` and `labels` in the order of `by`; `mom`, `yoy` the same group in the period before
    and a year before, None where they were not asked for."""

    keys: list[str]
    labels: list[str]
    figures: Figures
    mom: Figures | None = None
    yoy: Figures | None = None


class Period(BaseModel):
    date_from: date
    date_to: date


class StatisticsView(BaseModel):
    """`counted_at`: the facts hold whatever moved before this moment. `total` counts the groups
    there are, of which `items` are the first."""

    date_from: date
    date_to: date
    by: list[str]
    mom_period: Period
    yoy_period: Period
    totals: StatisticsRow
    items: list[StatisticsRow]
    total: int
    next: str | None = None
    counted_at: LocalMoment | None


class CountedCase(BaseModel):
    number: str
    item_name: str
    department: str
    status_label: str
    received_day: date
    closed_day: date | None
    work_days: int | None
    returns: int


class CountedCases(BaseModel):
    items: list[CountedCase]
    total: int
    next: str | None
