"""Counter handoffs (扫码接力): the handoff, its trace, edits and locks, asks of the phone."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ROOT = "counter_handoffs"


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sealed(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{columns[0]}"))


def upgrade() -> None:
    op.create_table(
        _ROOT,
        _text("id", 32), _text("origin", 8), _text("shown_on", 8), _text("state", 8),
        _text("counter_id", 24, nullable=True), _text("user_id", 32, nullable=True),
        _text("staff_id", 32, nullable=True), _text("case_number", 17, nullable=True),
        _text("code_hash", 64, nullable=True), _moment("code_expires_at", nullable=True),
        _text("seat", 24, nullable=True), _text("holder", 32, nullable=True),
        sa.Column("consent", sa.JSON(), nullable=True), _sealed("snapshot", nullable=True),
        _moment("opened_at"), _moment("claimed_at", nullable=True),
        _moment("consented_at", nullable=True), _moment("updated_at"),
        _moment("ended_at", nullable=True), _text("ended_by", 16),
        sa.Column("version", sa.Integer(), nullable=False),
        _foreign(_ROOT, "counter_id", "counters.id"), _foreign(_ROOT, "user_id", "users.id"),
        _foreign(_ROOT, "staff_id", "staff.id"), _key(_ROOT, "id"), _unique(_ROOT, "code_hash"),
        _unique(_ROOT, "seat"), _unique(_ROOT, "holder"),
    )  # fmt: skip
    op.create_index(op.f("ix_counter_handoffs_user_id"), _ROOT, ["user_id"])
    op.create_index("ix_counter_handoffs_counter_state", _ROOT, ["counter_id", "state"])
    op.create_table(
        "counter_handoff_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _text("handoff_id", 32), _text("side", 8), _text("actor", 100), _text("act", 16),
        sa.Column("text", sa.Text(), nullable=False), _moment("at"),
        _foreign("counter_handoff_events", "handoff_id", f"{_ROOT}.id"),
        _key("counter_handoff_events", "id"),
    )  # fmt: skip
    op.create_table(
        "field_edits",
        _text("id", 32), _text("handoff_id", 32), _text("edit_id", 64), _text("side", 8),
        _text("actor", 100), _text("field", 64), _text("base", 16), _sealed("value", nullable=True),
        _text("state", 12), _moment("at"), _moment("decided_at", nullable=True),
        _foreign("field_edits", "handoff_id", f"{_ROOT}.id"), _key("field_edits", "id"),
        _unique("field_edits", "handoff_id", "edit_id"),
    )  # fmt: skip
    op.create_table(
        "field_locks",
        _text("handoff_id", 32),
        _text("field", 64),
        _text("side", 8),
        _moment("until"),
        _foreign("field_locks", "handoff_id", f"{_ROOT}.id"),
        _key("field_locks", "handoff_id", "field"),
    )
    op.create_table(
        "phone_requests",
        _text("id", 32), _text("handoff_id", 32), _text("kind", 12), _text("material_id", 48),
        _sealed("note"), _text("state", 12), _moment("at"), _moment("answered_at", nullable=True),
        _foreign("phone_requests", "handoff_id", f"{_ROOT}.id"), _key("phone_requests", "id"),
    )  # fmt: skip
    for table in ("counter_handoff_events", "field_edits", "phone_requests"):
        op.create_index(op.f(f"ix_{table}_handoff_id"), table, ["handoff_id"])


def downgrade() -> None:
    for table in ("phone_requests", "field_locks", "field_edits", "counter_handoff_events", _ROOT):
        op.drop_table(table)
