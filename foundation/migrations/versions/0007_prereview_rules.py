"""A verdict keeps its rule version and inputs; drafts of rules are tried on old cases."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("prereviews", sa.Column("rule_version", sa.String(length=12), nullable=True))
    op.add_column("prereviews", sa.Column("inputs", sa.LargeBinary(), nullable=True))
    op.create_table(
        "shadow_runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["knowledge_entries.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_shadow_runs_entry_id", "shadow_runs", ["entry_id"])


def downgrade() -> None:
    op.drop_table("shadow_runs")
    op.drop_column("prereviews", "inputs")
    op.drop_column("prereviews", "rule_version")
