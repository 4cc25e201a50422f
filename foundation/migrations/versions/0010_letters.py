"""Official letters and how far each series of them has counted."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_numbers",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_letter_numbers")),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("department_code", sa.String(length=18), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("corrects_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("templates", sa.String(length=12), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=True),
        sa.Column("sealed_by", sa.String(length=200), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_letters_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["letters.id"], name=op.f("fk_letters_corrects_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("series", "year", "sequence", name=op.f("uq_letters_series")),
        sa.UniqueConstraint("token", name=op.f("uq_letters_token")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_letters_corrects_id")),
        sa.UniqueConstraint("sealed_sha256", name=op.f("uq_letters_sealed_sha256")),
    )
    for column in ("case_number", "state"):
        op.create_index(op.f(f"ix_letters_{column}"), "letters", [column])


def downgrade() -> None:
    for table in ("letters", "letter_numbers"):
        op.drop_table(table)
