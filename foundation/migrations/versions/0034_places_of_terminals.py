"""Counters at which machines stand and nobody sits; where a terminal stands is one. Streets of
halls, by which grants that end at a street tell where somebody may sit."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "counters",
        sa.Column("is_for_terminals", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("halls", sa.Column("region", sa.String(40), nullable=False, server_default=""))
    op.execute(
        "UPDATE counters SET is_for_terminals = true WHERE id IN "
        "(SELECT counter_id FROM devices WHERE kind = 'terminal')"
    )
    op.execute(
        "DELETE FROM duties WHERE counter_id IN (SELECT id FROM counters WHERE is_for_terminals)"
    )


def downgrade() -> None:
    op.drop_column("halls", "region")
    op.drop_column("counters", "is_for_terminals")
