"""What a counter took while the server could not be reached, and what a device gave too late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Moment


class Parcel(Base):
    """断网收件: papers, and the signature under their list, taken at a counter without the server;
    or (`kind` late) what a device gave after its command had lapsed. Once by its key.

    `state`: waiting → filed (in a case) | handed (to the citizen's own vault) | discarded; or
    duplicate from the start, where the very same had been delivered before (`mark`). `content` is
    who it is of, the list, the signature; the files' bytes lie in the file store under
    `parcel-<key>`. Both go when the parcel has been settled for a while.
    """

    __tablename__ = "parcels"
    __table_args__ = (
        Index("ix_parcels_counter_id_state", "counter_id", "state"),
        Index("ix_parcels_mark", "hall_id", "mark"),
    )

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))  # taken | late
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"))
    counter_id: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(String(40), default="")
    label: Mapped[str] = mapped_column(String(200), default="")
    body_sha256: Mapped[str] = mapped_column(String(64))
    mark: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    made_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment, default=now)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number"), index=True)
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Encrypted)
