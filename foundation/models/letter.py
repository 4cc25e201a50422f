"""Letter (文书): what an office tells an applicant in writing; LetterNumber: how far it counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class LetterNumber(Base):
    """The last number drawn of a series (mark of office and kind) in a year. Drawn in the letter's
    own transaction, so that a letter that never came to be leaves no gap."""

    __tablename__ = "letter_numbers"

    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class Letter(Base):
    """`data` is all that its template is given; neither it nor the bytes ever change. What is wrong
    is put right by another letter that `corrects_id` names.

    `state` is drawn (waits for its seal; `problem` says why if it waits long) or sealed.
    """

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("series", "year", "sequence"),
        Index("ix_letters_kind", "kind", "case_number"),
        Index("ix_letters_number", "number"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    series: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(60))
    token: Mapped[str] = mapped_column(String(32), unique=True)
    department_code: Mapped[str] = mapped_column(String(18))
    department: Mapped[str] = mapped_column(String(200))
    holder: Mapped[str] = mapped_column(Encrypted)
    data: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("letters.id"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="drawn", index=True)
    problem: Mapped[str | None] = mapped_column(String(200))
    templates: Mapped[str | None] = mapped_column(String(12))
    sha256: Mapped[str | None] = mapped_column(String(64))
    sealed_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    sealed_by: Mapped[str | None] = mapped_column(String(200))
    sealed_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_reason: Mapped[str | None] = mapped_column(Encrypted)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class LetterCorrection(Base):
    """勘误申请: what somebody wants corrected in a letter, and what a second person says of it.

    `changes` are [what, before, after] as they stood when it was asked. While it waits
    `waits_for` holds the letter, so that no letter has two.
    """

    __tablename__ = "letter_corrections"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letters.id"), index=True)
    waits_for: Mapped[str | None] = mapped_column(Key, unique=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    why: Mapped[str] = mapped_column(Encrypted)
    reason: Mapped[str | None] = mapped_column(Encrypted)
    changes: Mapped[list[list[str]]] = mapped_column(Encrypted)
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_by_name: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    decided_by_name: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str | None] = mapped_column(Encrypted)
    new_letter_id: Mapped[str | None] = mapped_column(ForeignKey("letters.id"))
