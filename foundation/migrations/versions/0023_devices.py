"""Devices of halls, their enrolment, who sits at a counter, and work numbers of staff."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "devices",
        _text("id", 32), _text("hall_id", 24), _text("counter_id", 24), _text("kind", 24),
        _text("name", 60), _text("model", 60), sa.Column("capabilities", sa.JSON(), nullable=False),
        _text("state", 16), _text("token_hash", 64), _moment("enrolled_at"),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_devices_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )  # fmt: skip
    op.create_index(op.f("ix_devices_hall_id"), "devices", ["hall_id"])
    op.create_index(op.f("ix_devices_counter_id"), "devices", ["counter_id"])
    op.create_table(
        "device_pulses",
        _text("device_id", 32), _text("firmware", 40),
        sa.Column("status", sa.JSON(), nullable=False),
        sa.Column("skew_ms", sa.Integer(), nullable=False), _moment("seen_at"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_device_pulses_device_id")
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_pulses")),
    )  # fmt: skip
    op.create_table(
        "enrolments",
        _text("code_hash", 64), _text("hall_id", 24), _text("counter_id", 24), _text("kind", 24),
        _text("name", 60), _text("made_by", 100), _moment("made_at"), _moment("expires_at"),
        _text("device_id", 32, nullable=True),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_enrolments_hall_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrolments")),
    )  # fmt: skip
    op.create_table(
        "duties",
        _text("counter_id", 24), _text("staff_id", 32), _moment("since"), _text("state", 16),
        sa.ForeignKeyConstraint(["counter_id"], ["counters.id"], name=op.f("fk_duties_counter_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_duties_staff_id")),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_duties")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_duties_staff_id")),
    )  # fmt: skip
    op.add_column(
        "staff", sa.Column("work_number", sa.String(20), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("staff", "work_number")
    for table in ("duties", "enrolments", "device_pulses", "devices"):
        op.drop_table(table)
