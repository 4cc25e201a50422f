"""PreReview (预审): one run of the checks over a case, with its findings (预审意见)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class PreReview(Base):
    __tablename__ = "prereviews"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    status: Mapped[str] = mapped_column(String(16), default="running")  # running | done
    verdict: Mapped[str | None] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(16), default="machine")
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Encrypted, default=list)
    done_count: Mapped[int] = mapped_column(Integer, default=0)
    total_count: Mapped[int] = mapped_column(Integer, default=0)
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
