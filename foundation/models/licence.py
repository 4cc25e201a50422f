"""LicenceGrant (用证授权): a licence its holder lends to one material of one case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class LicenceGrant(Base):
    """`licence` holds what stands on it (see `flows/prereview/licences.py`), `status` how its
    issuer keeps it, as last asked at `checked_at`. Given back, both it and the 用证码 are gone and
    the row tells that it was lent.
    """

    __tablename__ = "licence_grants"
    __table_args__ = (Index("ix_licence_grants_case_material", "case_number", "material_id"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    material_id: Mapped[str] = mapped_column(String(48))
    licence_name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(32))
    scope: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default="begun")
    # begun | answered | waiting | granted | refused | failed | revoked
    problem: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(16), default="unknown")
    auth_code: Mapped[str | None] = mapped_column(Encrypted)
    licence: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    granted_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
