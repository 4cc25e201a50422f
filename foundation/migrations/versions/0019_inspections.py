"""Inspections from afar (云勘察): the inspection, its stills, its steps."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sealed(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _make_inspections()
    op.create_table(
        "inspection_stills",
        _text("id", 32), _text("inspection_id", 32), _text("client_id", 64),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _text("taken_by", 16), _text("point_id", 48, nullable=True), _moment("taken_at"),
        _sealed("place", nullable=True), _sealed("caption"), _text("sent_sha256", 64),
        _text("original_sha256", 64), _text("shown_sha256", 64),
        _text("thumbnail_sha256", 64, nullable=True), _text("scan", 16),
        sa.Column("size", sa.Integer(), nullable=False), _moment("received_at"),
        _foreign("inspection_stills", "inspection_id", "inspections.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_stills")),
        sa.UniqueConstraint(
            "inspection_id", "client_id", name=op.f("uq_inspection_stills_inspection_id")
        ),
    )  # fmt: skip
    op.create_index(
        op.f("ix_inspection_stills_inspection_id"), "inspection_stills", ["inspection_id"]
    )
    op.create_table(
        "inspection_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _text("inspection_id", 32), _text("act", 16), _text("state", 16), _text("actor", 100),
        _sealed("text"), _moment("at"),
        _foreign("inspection_events", "inspection_id", "inspections.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_events")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_inspection_events_inspection_id"), "inspection_events", ["inspection_id"]
    )


def _make_inspections() -> None:
    op.create_table(
        "inspections",
        _text("id", 32), _text("case_number", 17), _text("user_id", 32), _text("staff_id", 32),
        _text("staff_name", 100), _text("staff_number", 64), _text("state", 16),
        _sealed("reason"), _sealed("focus"), _moment("proposed_at", nullable=True),
        _moment("expires_at"), sa.Column("consents", sa.JSON(), nullable=False),
        _sealed("position", nullable=True), sa.Column("checklist", sa.JSON(), nullable=False),
        _sealed("answers"), _sealed("notes"), _sealed("record", nullable=True),
        _text("record_sha256", 64, nullable=True), _moment("recorded_at", nullable=True),
        _sealed("signature", nullable=True), _moment("signed_at", nullable=True),
        _text("sealed_sha256", 64, nullable=True), _text("problem", 200, nullable=True),
        _moment("started_at", nullable=True), _moment("closed_at", nullable=True),
        _moment("created_at"), sa.Column("version", sa.Integer(), nullable=False),
        _foreign("inspections", "case_number", "cases.number"),
        _foreign("inspections", "user_id", "users.id"),
        _foreign("inspections", "staff_id", "staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )  # fmt: skip
    for column in ("case_number", "user_id", "staff_id"):
        op.create_index(op.f(f"ix_inspections_{column}"), "inspections", [column])
    op.create_index("ix_inspections_state", "inspections", ["state", "expires_at"])


def downgrade() -> None:
    for table in ("inspection_events", "inspection_stills", "inspections"):
        op.drop_table(table)
