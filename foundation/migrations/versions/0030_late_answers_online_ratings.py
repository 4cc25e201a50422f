"""Loops of ratings given online, and what became of an answer that came too late."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_UNDECIDED = sa.text("outcome = 'conflict' AND decision IS NULL")
_STEPS = sa.table(
    "rectification_events",
    *(
        sa.column(name)
        for name in ("id", "rectification_id", "act", "actor", "text", "was_late", "at")
    ),
)


def upgrade() -> None:
    op.add_column("case_ratings", sa.Column("phone", sa.LargeBinary(), nullable=True))
    op.create_index("ix_case_ratings_rated_at", "case_ratings", ["rated_at"])
    steps = _taken_out()
    with op.batch_alter_table("rectifications") as loops:
        loops.alter_column("rating_id", existing_type=sa.String(length=32), nullable=True)
        loops.alter_column("hall_id", existing_type=sa.String(length=24), nullable=True)
        loops.add_column(sa.Column("case_number", sa.String(length=17), nullable=True))
        loops.create_foreign_key(
            op.f("fk_rectifications_case_number"), "cases", ["case_number"], ["number"]
        )
        loops.create_unique_constraint(op.f("uq_rectifications_case_number"), ["case_number"])
    _put_back(steps)
    for name, kind in (
        ("decision", sa.String(length=16)),
        ("decided_by", sa.String(length=100)),
        ("decided_at", sa.DateTime(timezone=True)),
        ("reason", sa.LargeBinary()),
    ):
        op.add_column("deliveries", sa.Column(name, kind, nullable=True))
    op.create_index(
        "ix_deliveries_undecided",
        "deliveries",
        ["counter_id", "received_at"],
        postgresql_where=_UNDECIDED,
        sqlite_where=_UNDECIDED,
    )


def _taken_out() -> list[dict[str, Any]]:
    """SQLite changes a column by making its table anew, which nothing may refer to meanwhile."""
    if op.get_bind().dialect.name != "sqlite":
        return []
    steps = [dict(row) for row in op.get_bind().execute(sa.select(_STEPS)).mappings()]
    op.execute(sa.delete(_STEPS))
    return steps


def _put_back(steps: list[dict[str, Any]]) -> None:
    if steps:
        op.bulk_insert(_STEPS, steps)


def downgrade() -> None:
    """Loops of ratings given online go: the older tables have no place for them."""
    op.drop_index("ix_deliveries_undecided", "deliveries")
    for name in ("reason", "decided_at", "decided_by", "decision"):
        op.drop_column("deliveries", name)
    online = sa.text("SELECT id FROM rectifications WHERE rating_id IS NULL")
    op.execute(f"DELETE FROM rectification_events WHERE rectification_id IN ({online})")
    op.execute("DELETE FROM rectifications WHERE rating_id IS NULL")
    steps = _taken_out()
    with op.batch_alter_table("rectifications") as loops:
        loops.drop_constraint(op.f("uq_rectifications_case_number"), type_="unique")
        loops.drop_constraint(op.f("fk_rectifications_case_number"), type_="foreignkey")
        loops.drop_column("case_number")
        loops.alter_column("rating_id", existing_type=sa.String(length=32), nullable=False)
        loops.alter_column("hall_id", existing_type=sa.String(length=24), nullable=False)
    _put_back(steps)
    op.drop_index("ix_case_ratings_rated_at", "case_ratings")
    op.drop_column("case_ratings", "phone")
