"""ManualReview (人工预审): a person looks after the machine; ReturnCause (退件原因)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class ManualReview(Base):
    """One pre-review in the manual queue. `machine_verdict` is what the machine said and stays;
    `rules` tells of each finding whether the person let it stand, without personal data.
    """

    __tablename__ = "manual_reviews"
    __table_args__ = (Index("ix_manual_reviews_state_asked", "state", "asked_at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    prereview_id: Mapped[str] = mapped_column(ForeignKey("prereviews.id"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    reason: Mapped[str] = mapped_column(String(16))  # submitted | insisted | asked | taken_over
    state: Mapped[str] = mapped_column(String(16), default="open")  # open | decided
    machine_verdict: Mapped[str] = mapped_column(String(16))
    verdict: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Encrypted)
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    corrections: Mapped[list[dict[str, str]] | None] = mapped_column(Encrypted)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class ReturnCause(Base):
    """One material a case was sent back for; an empty `material_id` is a return without one."""

    __tablename__ = "return_causes"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    material_id: Mapped[str] = mapped_column(String(48), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
