"""CaseFact (办件统计事实): a case as it is counted; ReportMark: how far counting has come."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.models.base import Base, Key, Moment


class CaseFact(Base):
    """One case that was handed in, flat. Days are Guangzhou's. Derived: whatever is here can be
    made again from the case and its timeline, and is whenever the timeline grows."""

    __tablename__ = "case_facts"
    __table_args__ = tuple(
        Index(f"ix_case_facts_{moment}", f"{moment}_day", "department_code")
        for moment in ("received", "accepted", "returned", "closed")
    )

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    user_id: Mapped[str] = mapped_column(Key)
    status: Mapped[str] = mapped_column(String(24))
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    department_code: Mapped[str] = mapped_column(String(18))
    item_code: Mapped[str] = mapped_column(String(31))
    region: Mapped[str | None] = mapped_column(String(12))
    situation: Mapped[str] = mapped_column(String(300), default="")
    channel: Mapped[str] = mapped_column(String(32))
    received_day: Mapped[date] = mapped_column(Date)
    accepted_day: Mapped[date | None] = mapped_column(Date)
    returned_day: Mapped[date | None] = mapped_column(Date)
    closed_day: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    returns: Mapped[int] = mapped_column(Integer, default=0)
    work_days: Mapped[int | None] = mapped_column(Integer)
    is_on_time: Mapped[bool | None] = mapped_column(Boolean)
    is_early: Mapped[bool | None] = mapped_column(Boolean)
    machine_verdict: Mapped[str] = mapped_column(String(16), default="")
    is_looked_at: Mapped[bool] = mapped_column(Boolean, default=False)
    is_agreed: Mapped[bool | None] = mapped_column(Boolean)
    licences: Mapped[int] = mapped_column(Integer, default=0)
    uploads: Mapped[int] = mapped_column(Integer, default=0)
    visits_saved: Mapped[int] = mapped_column(Integer, default=0)
    satisfaction: Mapped[int | None] = mapped_column(Integer)
    last_event_id: Mapped[int] = mapped_column(Integer, default=0)


class CaseFactLicence(Base):
    """A licence that stood for a material of a counted case, once however many materials."""

    __tablename__ = "case_fact_licences"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    licence: Mapped[str] = mapped_column(String(60), primary_key=True)


class ReportMark(Base):
    """How far a following sweep has come, by the name of what it follows."""

    __tablename__ = "report_marks"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    last_id: Mapped[int] = mapped_column(Integer, default=0)
    moment: Mapped[datetime | None] = mapped_column(Moment)
