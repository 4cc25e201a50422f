"""Processes (审批流程): templates and their versions, cases under way, steps, timers, traces."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class ProcessTemplate(Base):
    """One process by its name (流程模板), and the drawing somebody works on."""

    __tablename__ = "process_templates"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    draft: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)

    __mapper_args__ = {"version_id_col": version}


class ProcessSpec(Base):
    """What the engine made of a drawing, kept once under the SHA-256 of it; never changed."""

    __tablename__ = "process_specs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    steps: Mapped[dict[str, Any]] = mapped_column(JSON)
    names: Mapped[dict[str, str]] = mapped_column(JSON)


class ProcessVersion(Base):
    """A drawing as it was published; `state` is published or revoked."""

    __tablename__ = "process_versions"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    template_id: Mapped[str] = mapped_column(ForeignKey("process_templates.id"))
    number: Mapped[int] = mapped_column(Integer)
    bpmn: Mapped[str] = mapped_column(Text)
    spec_sha256: Mapped[str] = mapped_column(ForeignKey("process_specs.sha256"))
    state: Mapped[str] = mapped_column(String(16), default="published")
    published_by: Mapped[str] = mapped_column(String(100))
    published_at: Mapped[datetime] = mapped_column(Moment, default=now)
    note: Mapped[str] = mapped_column(String(500), default="")
    revoked_by: Mapped[str | None] = mapped_column(String(100))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoke_reason: Mapped[str] = mapped_column(String(500), default="")


class ProcessBinding(Base):
    """流程绑定: cases of an item, or else of a department, go through a template.

    An item's own binding goes before its department's, both before what the content says. No
    template: these go without a drawn process. `facts` names the form fields that conditions read.
    """

    __tablename__ = "process_bindings"
    __table_args__ = (UniqueConstraint("item_code", "department_code"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    item_code: Mapped[str] = mapped_column(String(31), default="")
    department_code: Mapped[str] = mapped_column(String(18), default="")
    template_id: Mapped[str | None] = mapped_column(ForeignKey("process_templates.id"))
    facts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    changed_by: Mapped[str] = mapped_column(String(100))
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ProcessInstance(Base):
    """One case on its way through a version. `state`: running, done, refused or withdrawn.

    `data` is what steps wrote into fields of their own.
    """

    __tablename__ = "process_instances"
    __table_args__ = (
        Index("ix_process_instances_version_state", "version_id", "state"),
        Index("ix_process_instances_ended_at", "ended_at"),
        Index("ix_process_instances_started_at", "started_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), unique=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("process_versions.id"))
    state: Mapped[str] = mapped_column(String(16), default="running")
    engine_state: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    lock: Mapped[int] = mapped_column(Integer, default=1)
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": lock}


class ProcessStep(Base):
    """What waits for a person, or waited: a step of the drawing, or an opinion asked beside it.

    `state`: open, claimed, done or dropped. `parent_id` names the step an opinion (会签、加签) was
    asked for; `task_id` is the engine's own id, empty for opinions.
    """

    __tablename__ = "process_steps"
    __table_args__ = (
        Index("ix_process_steps_state_role", "state", "role"),
        Index("ix_process_steps_claimant_state", "claimed_by", "state"),
        Index("ix_process_steps_done_at", "done_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(ForeignKey("process_instances.id"), index=True)
    task_id: Mapped[str] = mapped_column(String(36), default="")
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("process_steps.id"), index=True)
    node: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="open")
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    decision: Mapped[str | None] = mapped_column(String(16))
    opinion: Mapped[str | None] = mapped_column(Encrypted)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    urged_at: Mapped[datetime | None] = mapped_column(Moment)
    escalated_at: Mapped[datetime | None] = mapped_column(Moment)
    lock: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": lock}


class ProcessTimer(Base):
    """A moment a case waits for: a timer of the drawing, or (`kind` due) the day a step is due."""

    __tablename__ = "process_timers"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(ForeignKey("process_instances.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    ref: Mapped[str] = mapped_column(String(36))
    node: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)


class ProcessDelegation(Base):
    """委托: between two moments somebody's steps may be done by somebody else."""

    __tablename__ = "process_delegations"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    delegate_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ProcessEvent(Base):
    """流程流转: who did what, with a case's process or with a template; only added to."""

    __tablename__ = "process_events"
    __table_args__ = (Index("ix_process_events_actor_at", "actor", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    subject: Mapped[str] = mapped_column(Key, index=True)
    step_id: Mapped[str | None] = mapped_column(Key)
    act: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
