"""Staff (工作人员): who decides, their sessions, and the tasks that wait for them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When a thing is due that no day was promised for: after everything else."""


class Staff(Base):
    """`department_code` empty: the comprehensive window, which takes cases of every department.

    `skills` are the topics whose handoffs they take; none means all that the department may.
    """

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(16))  # clerk | officer | supervisor | editor | admin
    department: Mapped[str] = mapped_column(String(100))
    department_code: Mapped[str] = mapped_column(String(18), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    otp_secret: Mapped[str] = mapped_column(Encrypted)
    otp_last_step: Mapped[int] = mapped_column(Integer, default=0)
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    takes_handoffs: Mapped[bool] = mapped_column(Boolean, default=True)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    failed_logins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class StaffSession(Base):
    """Slides with use, ends after the idle time of the settings."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Task(Base):
    """One thing a case waits for: `acceptance` (受理) or `decision` (审批).

    `due_sort` and `department_code` are copies of the case's, by which lists are read in order
    (`foundation/models/task_copies.py` keeps them); `due_sort` is `NEVER` where no day is promised.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_state_created", "state", "created_at"),
        Index("ix_tasks_state_due", "state", "due_sort", "id"),
        Index("ix_tasks_department_due", "department_code", "state", "due_sort", "id"),
        Index("ix_tasks_assignee_due", "assignee_id", "state", "due_sort", "id"),
        Index("ix_tasks_assignee_done", "assignee_id", "state", "done_at", "id"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="open")  # open | claimed | done
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    department_code: Mapped[str] = mapped_column(String(18), default="", server_default="")
    due_sort: Mapped[datetime] = mapped_column(Moment, default=NEVER)
    outcome: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": version}
