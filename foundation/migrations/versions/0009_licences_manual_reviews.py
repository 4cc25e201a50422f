"""Licences their holders lend to a case; people who look after the machine's pre-review."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
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
    _manual_reviews()
    op.create_table(
        "return_causes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("material_id", sa.String(length=48), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_return_causes_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_causes")),
    )
    for column in ("case_number", "at"):
        op.create_index(op.f(f"ix_return_causes_{column}"), "return_causes", [column])


def _manual_reviews() -> None:
    op.create_table(
        "manual_reviews",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("prereview_id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("machine_verdict", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("corrections", sa.LargeBinary(), nullable=True),
        sa.Column("staff_id", sa.String(length=32), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["prereview_id"], ["prereviews.id"], name=op.f("fk_manual_reviews_prereview_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_manual_reviews_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_manual_reviews_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_reviews")),
    )
    for column in ("prereview_id", "case_number", "decided_at"):
        op.create_index(op.f(f"ix_manual_reviews_{column}"), "manual_reviews", [column])
    op.create_index("ix_manual_reviews_state_asked", "manual_reviews", ["state", "asked_at"])


def downgrade() -> None:
    for table in ("return_causes", "manual_reviews", "licence_grants"):
        op.drop_table(table)
