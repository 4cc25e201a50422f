"""Staff (工作人员): who decides, their sessions, and the tasks that wait for them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When a thing is due that no day was promised for: after everything else."""


class Staff(Base):
    """`department_code` empty: the comprehensive window, which takes cases of every department.

    `department_code` repeats the unit, for who asks in SQL; what somebody may do, and in which
    role, is told by the grants. `enrol_hash` is the one-time code with which a new or
    reset account gets its password and authenticator; `otp_pending` waits for its first code.
    `skills` are the topics whose handoffs they take; none means all that the department may.
    """

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    work_number: Mapped[str] = mapped_column(String(20), default="", server_default="")
    photo_sha256: Mapped[str | None] = mapped_column(String(64))
    unit_id: Mapped[str | None] = mapped_column(Key, index=True)
    department: Mapped[str] = mapped_column(String(100))
    department_code: Mapped[str] = mapped_column(String(18), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    otp_secret: Mapped[str] = mapped_column(Encrypted)
    otp_last_step: Mapped[int] = mapped_column(Integer, default=0)
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    takes_handoffs: Mapped[bool] = mapped_column(Boolean, default=True)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    is_locked: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    password_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    enrol_hash: Mapped[str | None] = mapped_column(String(64))
    enrol_until: Mapped[datetime | None] = mapped_column(Moment)
    otp_pending: Mapped[str | None] = mapped_column(Encrypted)
    failed_logins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class StaffSession(Base):
    """Slides with use, ends after the idle time of the settings. `client` is the browser's name."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    client: Mapped[str] = mapped_column(String(200), default="", server_default="")
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Task(Base):
    """One thing a case waits for: 受理, 审批, 送达, a step of its process, or a word asked for.

    `kind` is acceptance, decision, delivery (of a licence wanted on paper), opinion (beside the
    task `parent_id`), or a step's kind. A task
    of a step has the step's own id, name and role, and follows it; the others go by permission.
    `state`: open, claimed, paused (the applicant supplements) or done.

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
        Index(
            "ix_tasks_department_done", "assignee_id", "state", "department_code", "done_at", "id"
        ),
        Index(
            "ix_tasks_open",
            *("department_code", "is_step", "role", "escalated_at"),
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    is_step: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    name: Mapped[str] = mapped_column(String(100), default="", server_default="")
    role: Mapped[str] = mapped_column(String(16), default="", server_default="")
    parent_id: Mapped[str | None] = mapped_column(Key, index=True)
    state: Mapped[str] = mapped_column(String(16), default="open")
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    department_code: Mapped[str] = mapped_column(String(18), default="", server_default="")
    due_sort: Mapped[datetime] = mapped_column(Moment, default=NEVER)
    outcome: Mapped[str | None] = mapped_column(String(16))
    opinion: Mapped[str | None] = mapped_column(Encrypted)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    escalated_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": version}


class StaffNotice(Base):
    """工作提醒: what one member of staff is told of a case; `mark` keeps it from coming twice.

    `kind`: yellow, red, urge, late or passed.
    """

    __tablename__ = "staff_notices"
    __table_args__ = (UniqueConstraint("staff_id", "mark"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    mark: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    text: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
