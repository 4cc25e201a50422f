"""Licences their holders lend to a case."""

import sqlalchemy as sa
from alembic import op

revision = "0006_licences"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "licence_grants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("material_id", sa.String(length=48), nullable=False),
        sa.Column("licence_name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("auth_code", sa.LargeBinary(), nullable=True),
        sa.Column("licence", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_licence_grants_user_id")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_licence_grants_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_grants")),
    )
    op.create_index(op.f("ix_licence_grants_user_id"), "licence_grants", ["user_id"])
    op.create_index(
        "ix_licence_grants_case_material", "licence_grants", ["case_number", "material_id"]
    )


def downgrade() -> None:
    op.drop_table("licence_grants")
