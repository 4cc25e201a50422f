"""Halls, their counters, printed codes and how often codes are scanned."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "halls",
        _text("id", 24), _text("name", 100), _text("address", 200), _text("place_id", 64),
        _text("state", 16), _moment("created_at"), _moment("updated_at"), _number("version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halls")),
    )  # fmt: skip
    op.create_table(
        "counters",
        _text("id", 24), _text("hall_id", 24), _text("number", 12), _text("name", 60),
        sa.Column("items", sa.JSON(), nullable=False), _text("state", 16),
        _moment("created_at"), _moment("updated_at"), _number("version"),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_counters_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
        sa.UniqueConstraint("hall_id", "number", name=op.f("uq_counters_hall_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_counters_hall_id"), "counters", ["hall_id"])
    op.create_table(
        "printed_codes",
        _text("id", 12), _text("hall_id", 24), _text("counter_id", 24), _text("item_code", 31),
        _text("made_by", 100), _moment("made_at"), _moment("withdrawn_at", nullable=True),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_printed_codes_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_codes")),
        sa.UniqueConstraint(
            "hall_id", "counter_id", "item_code", name=op.f("uq_printed_codes_hall_id")
        ),
    )  # fmt: skip
    op.create_table(
        "scan_counts",
        _text("id", 32), sa.Column("day", sa.Date(), nullable=False), _text("hall_id", 24),
        _text("counter_id", 24), _text("kind", 16), _text("item_code", 31), _text("way", 16),
        _text("outcome", 16), _number("count"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_counts")),
        sa.UniqueConstraint(
            "day", "hall_id", "counter_id", "kind", "item_code", "way", "outcome",
            name="uq_scan_counts_what",
        ),
    )  # fmt: skip
    op.create_index("ix_scan_counts_hall_id_day", "scan_counts", ["hall_id", "day"])


def downgrade() -> None:
    for table in ("scan_counts", "printed_codes", "counters", "halls"):
        op.drop_table(table)
