"""What somebody answered when the mini-program asked to send notices."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_consents",
        sa.Column("address_id", sa.String(length=32), nullable=False),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["user_addresses.id"], name=op.f("fk_notice_consents_address_id")
        ),
        sa.PrimaryKeyConstraint("address_id", "template_id", name=op.f("pk_notice_consents")),
    )


def downgrade() -> None:
    op.drop_table("notice_consents")
