"""User: a citizen, an enterprise or a guest; Session: what a bearer token opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class User(Base):
    """One person or enterprise as we know it; a guest has neither subject nor identity."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))  # guest | citizen | enterprise
    subject: Mapped[str | None] = mapped_column(String(128), unique=True)
    display_name: Mapped[str] = mapped_column(String(100), default="访客")
    assurance_level: Mapped[str] = mapped_column(String(8), default="none")
    identity: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    id_number_index: Mapped[str | None] = mapped_column(String(64), index=True)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class UserAddress(Base):
    """Where a user can be reached on a platform (openid of an account or mini-program)."""

    __tablename__ = "user_addresses"
    __table_args__ = (UniqueConstraint("platform", "address"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    platform: Mapped[str] = mapped_column(String(32))  # wechat_official | wechat_miniprogram
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class UserSession(Base):
    """A signed-in channel; only the token's hash is kept."""

    __tablename__ = "user_sessions"
    __table_args__ = (Index("ix_user_sessions_expires_at", "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
