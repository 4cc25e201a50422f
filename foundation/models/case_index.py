"""CaseIndex (办件索引): what a case is found by, beside the case itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Moment


class CaseIndex(Base):
    """One row a case, made from it anew by the worker whenever its words change.

    `terms` are keyed marks of names, numbers and pairs of characters, parted by blanks: they find a
    case and tell nothing without the key. `park_id` (园区) says where its address
    lies; its street is the case's own (`Case.region`), the one that scopes read too.
    PostgreSQL has a GIN index over them, SQLite a table of FTS5 that triggers keep (0015).
    """

    __tablename__ = "case_index"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), unique=True)
    park_id: Mapped[str | None] = mapped_column(String(48), index=True)
    terms: Mapped[str] = mapped_column(Text)
    indexed_at: Mapped[datetime] = mapped_column(Moment, default=now)
