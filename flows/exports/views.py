"""What staff are shown of their exports."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

ExportState = Literal["waiting", "running", "done", "cancelled", "failed", "expired"]


class ExportView(BaseModel):
    """`total_rows` is 0 until it was counted; `size` is in bytes."""

    id: str
    format: Literal["xlsx", "csv"]
    title: str
    state: ExportState
    state_label: str
    problem: str | None
    done_rows: int
    total_rows: int
    size: int
    is_revealed: bool
    created_at: LocalMoment
    finished_at: LocalMoment | None
    expires_at: LocalMoment


class Exports(BaseModel):
    items: list[ExportView]
    total: int
    next: None = None
