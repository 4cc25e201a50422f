"""CaseRating (好差评): what an applicant thinks of how a case was handled, once, after its end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Moment


class CaseRating(Base):
    """`satisfaction` from 5 (非常满意) to 1 (非常不满意); `channel` is where it was given. Never
    changed."""

    __tablename__ = "case_ratings"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    satisfaction: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    text: Mapped[str] = mapped_column(Encrypted)
    channel: Mapped[str] = mapped_column(String(32))
    rated_at: Mapped[datetime] = mapped_column(Moment, default=now)
