"""PreReview (预审): one run of the checks; ShadowRun (试跑): a draft of rules on old cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class PreReview(Base):
    """`inputs` is all the verdict rests on (`flows/prereview/inputs.Basis`), `rule_version` the
    rules it was judged by: with both it is judged again to the same findings."""

    __tablename__ = "prereviews"
    __table_args__ = (Index("ix_prereviews_verdict", "verdict", "case_number"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    status: Mapped[str] = mapped_column(String(16), default="running")  # running | done
    verdict: Mapped[str | None] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(16), default="machine")
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Encrypted, default=list)
    done_count: Mapped[int] = mapped_column(Integer, default=0)
    total_count: Mapped[int] = mapped_column(Integer, default=0)
    fingerprint: Mapped[str] = mapped_column(String(64))
    rule_version: Mapped[str | None] = mapped_column(String(12))
    inputs: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class ShadowRun(Base):
    """A draft of rules judged over last month's cases before it is published.

    `result` lists the cases whose verdict changed, by number and rule, without personal data.
    """

    __tablename__ = "shadow_runs"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    entry_id: Mapped[str] = mapped_column(ForeignKey("knowledge_entries.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(16), default="running")  # running | done
    done_count: Mapped[int] = mapped_column(Integer, default=0)
    total_count: Mapped[int] = mapped_column(Integer, default=0)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    actor_name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_by: Mapped[str | None] = mapped_column(String(64))
