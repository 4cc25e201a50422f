"""A chat in WeChat: how much may still be written into it; which notices a phone lets through; and
which pushes were taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Moment


class ChatWindow(Base):
    """One chat of one openid, and the customer-service messages WeChat lets us send into it.

    A message of the person's opens five in 48 hours, an event two or three in one minute
    (客服消息下发条数限制). `waiting` is what did not fit and comes with the next answer; `sending`
    is how far an answer has gone, so that a killed worker goes on where it stopped.
    """

    __tablename__ = "chat_windows"

    address_id: Mapped[str] = mapped_column(ForeignKey("user_addresses.id"), primary_key=True)
    message_left: Mapped[int] = mapped_column(Integer, default=0)
    message_until: Mapped[datetime | None] = mapped_column(Moment)
    event_left: Mapped[int] = mapped_column(Integer, default=0)
    event_until: Mapped[datetime | None] = mapped_column(Moment)
    seen: Mapped[list[str]] = mapped_column(JSON, default=list)
    answered: Mapped[list[str]] = mapped_column(JSON, default=list)
    menu: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    waiting: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    sending: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    is_person_asked: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class NoticeConsent(Base):
    """What somebody answered when the mini-program asked to send notices of one template.

    A yes lets one notice through (一次性订阅消息), so `quota` counts them; WeChat's own word counts
    where it differs.
    """

    __tablename__ = "notice_consents"

    address_id: Mapped[str] = mapped_column(ForeignKey("user_addresses.id"), primary_key=True)
    template_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    quota: Mapped[int] = mapped_column(Integer, default=0)
    answer: Mapped[str] = mapped_column(String(8))  # accept | reject | ban | off
    answered_at: Mapped[datetime] = mapped_column(Moment, default=now)


class PushSignature(Base):
    """The signature of a push that was taken; the same one again is a replay."""

    __tablename__ = "push_signatures"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
