"""What devices are asked to do, what they tell by themselves, and which socket speaks for one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sealed(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def upgrade() -> None:
    op.add_column(
        "device_pulses", sa.Column("connection", sa.String(32), server_default="", nullable=False)
    )
    op.create_table(
        "device_commands",
        _text("id", 32), _text("device_id", 32), _text("counter_id", 24), _text("verb", 24),
        _sealed("arguments"), _text("concerns", 64), _text("asked_by", 64),
        _text("request_id", 64), _text("state", 16), _text("reason", 200), _sealed("result"),
        _text("sent_by", 32), sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("created_at"), _moment("expires_at"), _moment("acknowledged_at", nullable=True),
        _moment("ended_at", nullable=True), _moment("forget_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_device_commands_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_commands")),
        sa.UniqueConstraint(
            "asked_by", "request_id", name=op.f("uq_device_commands_asked_by")
        ),
    )  # fmt: skip
    for columns in (
        ["device_id", "state"], ["counter_id", "created_at"], ["state", "expires_at"],
        ["forget_at"],
    ):  # fmt: skip
        op.create_index(f"ix_device_commands_{'_'.join(columns)}", "device_commands", columns)
    op.create_table(
        "device_events",
        _text("id", 32), _text("device_id", 32), _text("counter_id", 24), _text("event_id", 64),
        _text("kind", 24), _sealed("data"), _moment("happened_at"), _moment("received_at"),
        _moment("forget_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_device_events_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_events")),
        sa.UniqueConstraint("device_id", "event_id", name=op.f("uq_device_events_device_id")),
    )  # fmt: skip
    for columns in (["counter_id", "received_at"], ["forget_at"]):
        op.create_index(f"ix_device_events_{'_'.join(columns)}", "device_events", columns)
    op.create_table(
        "terminal_visits",
        _text("id", 32), _text("device_id", 32), _text("code_hash", 64), _moment("expires_at"),
        _text("state", 16), _text("user_id", 32, nullable=True), _text("session_hash", 64),
        _moment("started_at"), _moment("last_at"), _moment("ended_at", nullable=True),
        _text("reason", 16),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_terminal_visits_device_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_terminal_visits_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminal_visits")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_terminal_visits_code_hash")),
    )  # fmt: skip
    for columns in (["device_id", "started_at"], ["state"]):
        op.create_index(f"ix_terminal_visits_{'_'.join(columns)}", "terminal_visits", columns)


def downgrade() -> None:
    op.drop_table("terminal_visits")
    op.drop_table("device_events")
    op.drop_table("device_commands")
    op.drop_column("device_pulses", "connection")
