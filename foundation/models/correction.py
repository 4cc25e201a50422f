"""Correction (理解纠正): what an officer says a citizen's sentence asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment


class Correction(Base):
    """One judgement of one message; a second person approves what the bot is to learn.

    `text` is the sentence as the bot may learn it: personal data masked, sealed. `right_act` is
    empty where nothing is to be learnt (`verdict` fine or unusable).
    """

    __tablename__ = "corrections"

    message_id: Mapped[str] = mapped_column(
        Key, ForeignKey("messages.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(Encrypted)
    act: Mapped[str] = mapped_column(String(32))
    confidence: Mapped[float] = mapped_column(Float)
    verdict: Mapped[str] = mapped_column(String(16))  # act | fine | unusable
    right_act: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), index=True)
    author: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(String(100))
    reviewer_name: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)

    __mapper_args__ = {"version_id_col": version}
