"""Whether a licence was taken from an issuing machine, when, by whom and where."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("issued_licences") as table:
        table.add_column(sa.Column("collection", sa.String(16), nullable=False, server_default=""))
        table.add_column(sa.Column("collection_command", sa.String(32), nullable=True))
        table.add_column(sa.Column("collected_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("collected_by", sa.String(100), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("collected_where", sa.String(160), nullable=False, server_default="")
        )
    op.create_index(
        "ix_issued_licences_collection_command", "issued_licences", ["collection_command"]
    )


def downgrade() -> None:
    op.drop_index("ix_issued_licences_collection_command", "issued_licences")
    with op.batch_alter_table("issued_licences") as table:
        for name in (
            "collected_where", "collected_by", "collected_at", "collection_command", "collection",
        ):  # fmt: skip
            table.drop_column(name)
