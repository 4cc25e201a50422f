"""Visits at a terminal that begin with an identity card, confirmed by phone or by staff."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_TEXT = (("way", 8, "code"), ("holder_index", 64, ""), ("answered_by", 100, ""))


def upgrade() -> None:
    for name, length, before in _TEXT:
        column = sa.Column(name, sa.String(length), nullable=False, server_default=before)
        op.add_column("terminal_visits", column)
    op.add_column("terminal_visits", sa.Column("card", sa.LargeBinary()))
    op.create_index(
        "ix_terminal_visits_holder_index", "terminal_visits", ["holder_index", "started_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_terminal_visits_holder_index", "terminal_visits")
    for name in ("card", "answered_by", "holder_index", "way"):
        op.drop_column("terminal_visits", name)
