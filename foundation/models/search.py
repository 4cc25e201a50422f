"""How search is steered (检索策略), and what people looked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class SearchStrategyVersion(Base):
    """One version of the strategy: synonyms, pinned answers, boosts, stop words, weights.

    `state` is draft, published or superseded; at most one is a draft and one is published.
    """

    __tablename__ = "search_strategies"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16), index=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(500), default="")
    author: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    published_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": version}


class SavedQuery(Base):
    """A query the editors try every strategy on (试查语句)."""

    __tablename__ = "saved_queries"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    text: Mapped[str] = mapped_column(String(200), unique=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    author_name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class SearchRecord(Base):
    """One search somebody made (检索记录): what was found and what was opened.

    The words are sealed: people type names and numbers. `words_index` groups equal words.
    Nobody's id is kept.
    """

    __tablename__ = "search_records"
    __table_args__ = (Index("ix_search_records_words_at", "words_index", "at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    words: Mapped[str] = mapped_column(Encrypted)
    words_index: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    hits: Mapped[int] = mapped_column(Integer)
    top_key: Mapped[str] = mapped_column(String(120), default="")
    opened_key: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
