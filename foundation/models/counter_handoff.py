"""扫码接力: phone and counter at the same case, for as long as its owner agrees."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class CounterHandoff(Base):
    """One handoff. It is `offered` while a code stands on a screen, `asked` while a phone waits for
    the counter, `claimed` once both sides know each other, `running` once its owner consented.

    `code_hash` is the one-time code's. `seat` is the counter and `holder` the citizen while it is
    claimed or running, so that neither can be in two; both are empty afterwards. `consent` is what
    is shared now, `snapshot` what that was in words when it was agreed to. `updated_at` is the last
    sign of life: an idle handoff ends by itself.
    """

    __tablename__ = "counter_handoffs"
    __table_args__ = (Index("ix_counter_handoffs_counter_state", "counter_id", "state"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    origin: Mapped[str] = mapped_column(String(8))  # phone | counter
    shown_on: Mapped[str] = mapped_column(String(8))  # phone | tablet | console
    state: Mapped[str] = mapped_column(String(8))
    counter_id: Mapped[str | None] = mapped_column(ForeignKey("counters.id"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    case_number: Mapped[str | None] = mapped_column(String(17))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_expires_at: Mapped[datetime | None] = mapped_column(Moment)
    seat: Mapped[str | None] = mapped_column(String(24), unique=True)
    holder: Mapped[str | None] = mapped_column(Key, unique=True)
    consent: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    opened_at: Mapped[datetime] = mapped_column(Moment, default=now)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    consented_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str] = mapped_column(String(16), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class CounterHandoffEvent(Base):
    """接力记录: what one side saw or did, for both to read; never changed, and no value in it."""

    __tablename__ = "counter_handoff_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("counter_handoffs.id"), index=True)
    side: Mapped[str] = mapped_column(String(8))  # citizen | staff | counter | system
    actor: Mapped[str] = mapped_column(String(100))
    act: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class FieldEdit(Base):
    """共填修改: one value one side wants in one field. `edit_id` is the client's own, so that the
    same edit sent again is one edit; `base` is the mark of the value it was written over."""

    __tablename__ = "field_edits"
    __table_args__ = (UniqueConstraint("handoff_id", "edit_id"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("counter_handoffs.id"), index=True)
    edit_id: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(8))  # citizen | staff | counter
    actor: Mapped[str] = mapped_column(String(100))
    field: Mapped[str] = mapped_column(String(64))
    base: Mapped[str] = mapped_column(String(16))
    value: Mapped[Any] = mapped_column(Encrypted, nullable=True)
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class FieldLock(Base):
    """共填占用: who writes in a field now; over by itself a few seconds after the last sign."""

    __tablename__ = "field_locks"

    handoff_id: Mapped[str] = mapped_column(ForeignKey("counter_handoffs.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(64), primary_key=True)
    side: Mapped[str] = mapped_column(String(8))
    until: Mapped[datetime] = mapped_column(Moment)


class PhoneRequest(Base):
    """手机请求: the counter asks the citizen's phone for a photo of a material."""

    __tablename__ = "phone_requests"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("counter_handoffs.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # photo
    material_id: Mapped[str] = mapped_column(String(48))
    note: Mapped[str] = mapped_column(Encrypted)
    state: Mapped[str] = mapped_column(String(12), default="open")  # open done declined withdrawn
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
