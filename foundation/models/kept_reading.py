"""KeptReading (识读留存): what was read of some bytes by one version of the reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Moment


class KeptReading(Base):
    """Found by content, so that the same file in another case or run is not read again."""

    __tablename__ = "kept_readings"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    reader: Mapped[str] = mapped_column(String(32), primary_key=True)
    reading: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
