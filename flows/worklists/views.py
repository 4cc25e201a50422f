"""What staff are shown of lists. `total` stops at 10,000 or 1,000; `total_is_exact` says so.

`hint`: what to do next where nothing was found, or a word was not looked for.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from flows.staff.views import StaffCaseBrief, TaskView
from foundation.clock import LocalMoment


class CaseLine(StaffCaseBrief):
    """A case as one line of a list."""

    channel: str
    is_watched: bool


class CaseLines(BaseModel):
    items: list[CaseLine]
    total: int
    total_is_exact: bool
    next: str | None
    hint: str | None = None


class TaskLine(TaskView):
    is_watched: bool


class TaskCounts(BaseModel):
    """Figures for the tabs, counted to 1,000."""

    open: int
    mine: int
    done: int
    watched: int


class TaskLines(BaseModel):
    items: list[TaskLine]
    total: int
    total_is_exact: bool
    next: str | None
    hint: str | None = None
    counts: TaskCounts


class Choice(BaseModel):
    id: str
    label: str


class Choices(BaseModel):
    """What may be chosen in the filters; `colleagues` is who work may be given to."""

    statuses: list[Choice]
    items: list[Choice]
    departments: list[Choice]
    streets: list[Choice]
    parks: list[Choice]
    channels: list[Choice]
    verdicts: list[Choice]
    letters: list[Choice]
    colleagues: list[Choice]
    columns: list[Choice]


class SavedViewView(BaseModel):
    id: str
    name: str
    list_name: str
    query: dict[str, Any]
    is_shared: bool
    is_mine: bool
    owner_name: str
    updated_at: LocalMoment


class SavedViews(BaseModel):
    items: list[SavedViewView]
    total: int
    next: None = None


class BatchRow(BaseModel):
    """What became of one of many; `message` says why not."""

    id: str
    number: str
    ok: bool
    message: str


class BatchResult(BaseModel):
    items: list[BatchRow]
    done: int
    failed: int


class ReceiptLine(BaseModel):
    number: str
    item_name: str
    applicant: str
    submitted_at: LocalMoment | None
    due_at: LocalMoment | None
    url: str
    qr_svg: str


class Receipts(BaseModel):
    items: list[ReceiptLine]
    total: int
    next: None = None
