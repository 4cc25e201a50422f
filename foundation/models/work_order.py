"""WorkOrder (工单): a message left for the house, answered by a department, then asked about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Moment


class WorkOrder(Base):
    """`classification` is consult, complain, help, suggest or report (12345 的五类诉求)."""

    __tablename__ = "work_orders"
    __table_args__ = (Index("ix_work_orders_state_due", "state", "due_at"),)

    number: Mapped[str] = mapped_column(String(17), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    classification: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Encrypted)
    contact: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    department_code: Mapped[str] = mapped_column(String(18), default="", index=True)
    department_name: Mapped[str] = mapped_column(String(100))
    item_code: Mapped[str | None] = mapped_column(String(31))
    state: Mapped[str] = mapped_column(String(16), default="submitted")
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    reply: Mapped[str | None] = mapped_column(Encrypted)
    satisfaction: Mapped[int | None] = mapped_column(Integer)
    visit: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    channel: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    replied_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class WorkOrderEvent(Base):
    """工单流转: one step, never changed."""

    __tablename__ = "work_order_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("work_orders.number"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
