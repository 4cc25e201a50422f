"""What was read of a file is kept by its content and the reader's version."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_readings",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "reader", name=op.f("pk_kept_readings")),
    )
    op.create_index("ix_kept_readings_created_at", "kept_readings", ["created_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_kept_readings_created_at", table_name="kept_readings")
    op.drop_table("kept_readings")
