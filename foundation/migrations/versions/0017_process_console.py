"""Versions of processes keep the words they were published and stopped with; monitoring finds its
rows by when they were done."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NOTES = ("note", "revoke_reason")
INDEXES = (
    ("process_instances", "ended_at"),
    ("process_instances", "started_at"),
    ("process_steps", "done_at"),
)


def upgrade() -> None:
    for name in NOTES:
        words = sa.Column(name, sa.String(length=500), nullable=False, server_default="")
        op.add_column("process_versions", words)
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_process_events_actor_at", "process_events", ["actor", "at"])


def downgrade() -> None:
    op.drop_index("ix_process_events_actor_at", table_name="process_events")
    for table, column in INDEXES:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    for name in NOTES:
        op.drop_column("process_versions", name)
