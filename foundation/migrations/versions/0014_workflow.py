"""Clocks of cases, days of the calendar, bound processes, tasks of steps, notices to staff."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _cases()
    _calendar()
    _processes()
    _tasks()
    _fill()


def _fill() -> None:
    """Cases under way are warned of too: two days and half a day before the promised end."""
    cases = sa.table(
        "cases",
        *(sa.column(name, MOMENT) for name in (
            "submitted_at", "due_at", "clock_started_at", "yellow_at", "red_at",
        )),
        sa.column("number"), sa.column("status"),
    )  # fmt: skip
    bind = op.get_bind()
    under_way = sa.select(cases.c.number, cases.c.submitted_at, cases.c.due_at).where(
        cases.c.status.in_(("submitted", "accepted")), cases.c.due_at.is_not(None)
    )
    for number, submitted_at, due_at in bind.execute(under_way).all():
        bind.execute(
            cases.update()
            .where(cases.c.number == number)
            .values(
                clock_started_at=submitted_at,
                yellow_at=due_at - timedelta(days=2),
                red_at=due_at - timedelta(hours=12),
            )
        )


def _cases() -> None:
    for name in ("statutory_due_at", "clock_started_at", "yellow_at", "red_at"):
        op.add_column("cases", sa.Column(name, MOMENT, nullable=True))
    op.add_column("cases", sa.Column("warned", sa.String(8), nullable=False, server_default=""))
    op.create_index("ix_cases_warned_yellow", "cases", ["warned", "yellow_at"])
    op.create_table(
        "case_suspensions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("resumes", sa.String(length=24), nullable=False),
        sa.Column("expected_days", sa.Integer(), nullable=True),
        sa.Column("started_by", sa.String(length=100), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.String(length=100), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_case_suspensions_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_suspensions")),
    )
    op.create_index(op.f("ix_case_suspensions_case_number"), "case_suspensions", ["case_number"])


def _calendar() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )


def _processes() -> None:
    op.add_column("process_instances", sa.Column("data", sa.LargeBinary(), nullable=True))
    op.create_table(
        "process_bindings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("item_code", sa.String(length=31), nullable=False),
        sa.Column("department_code", sa.String(length=18), nullable=False),
        sa.Column("template_id", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["process_templates.id"], name=op.f("fk_process_bindings_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_bindings")),
        sa.UniqueConstraint(
            "item_code", "department_code", name=op.f("uq_process_bindings_item_code")
        ),
    )


def _tasks() -> None:
    op.add_column(
        "tasks", sa.Column("is_step", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for name, length in (("name", 100), ("role", 16)):
        op.add_column(
            "tasks", sa.Column(name, sa.String(length), nullable=False, server_default="")
        )
    op.add_column("tasks", sa.Column("parent_id", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_tasks_parent_id"), "tasks", ["parent_id"])
    op.add_column("tasks", sa.Column("opinion", sa.LargeBinary(), nullable=True))
    for name in ("due_at", "escalated_at"):
        op.add_column("tasks", sa.Column(name, MOMENT, nullable=True))
    op.create_table(
        "staff_notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_staff_notices_case_number")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_notices_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notices")),
        sa.UniqueConstraint("staff_id", "mark", name=op.f("uq_staff_notices_staff_id")),
    )
    op.create_index(op.f("ix_staff_notices_case_number"), "staff_notices", ["case_number"])


def downgrade() -> None:
    op.drop_table("staff_notices")
    op.drop_index(op.f("ix_tasks_parent_id"), "tasks")
    for name in (
        "is_step", "name", "role", "parent_id", "opinion", "due_at", "escalated_at",
    ):  # fmt: skip
        op.drop_column("tasks", name)
    op.drop_table("process_bindings")
    op.drop_column("process_instances", "data")
    op.drop_table("calendar_days")
    op.drop_table("case_suspensions")
    op.drop_index("ix_cases_warned_yellow", "cases")
    for name in ("statutory_due_at", "clock_started_at", "yellow_at", "red_at", "warned"):
        op.drop_column("cases", name)
