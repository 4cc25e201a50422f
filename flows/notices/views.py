"""What staff are shown of notices to them."""

from __future__ import annotations

from pydantic import BaseModel

from foundation.clock import LocalMoment


class StaffNoticeView(BaseModel):
    id: str
    kind: str
    case_number: str
    text: str
    created_at: LocalMoment
    seen_at: LocalMoment | None


class StaffNoticePage(BaseModel):
    items: list[StaffNoticeView]
    total: int
    unseen: int
    next: str | None
