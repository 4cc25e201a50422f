"""Ratings (好差评) of cases; numbers and check codes of inspection records; cases due first."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_ratings",
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_case_ratings_case_number")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_case_ratings_user_id")),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_case_ratings")),
    )
    op.create_index(op.f("ix_case_ratings_user_id"), "case_ratings", ["user_id"])
    op.add_column("case_facts", sa.Column("satisfaction", sa.Integer(), nullable=True))
    for column in (
        sa.Column("record_number", sa.String(length=60), nullable=True),
        sa.Column("token", sa.String(length=32), nullable=True),
    ):
        op.add_column("inspections", column)
    op.create_index("ix_inspections_token", "inspections", ["token"], unique=True)
    op.create_index("ix_inspections_sealed", "inspections", ["sealed_sha256"])
    op.create_index("ix_cases_due_all", "cases", ["due_at", "number"])


def downgrade() -> None:
    op.drop_index("ix_cases_due_all", "cases")
    op.drop_index("ix_inspections_sealed", "inspections")
    op.drop_index("ix_inspections_token", "inspections")
    op.drop_column("inspections", "token")
    op.drop_column("inspections", "record_number")
    op.drop_column("case_facts", "satisfaction")
    op.drop_table("case_ratings")
