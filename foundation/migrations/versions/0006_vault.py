"""The vault: files kept once for many cases, where each was used, and uploads on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_uploads",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("vault_file_ids", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_file_uploads_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_uploads")),
    )
    with op.batch_alter_table("file_uploads", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_file_uploads_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_file_uploads_user_id"), ["user_id"], unique=False)

    op.create_table(
        "vault_consents",
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_vault_consents_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_vault_consents")),
    )
    op.create_table(
        "vault_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("thumbnail_sha256", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("scan", sa.String(length=16), nullable=False),
        sa.Column("document_kind", sa.String(length=32), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("is_reusable", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_vault_files_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_files")),
        sa.UniqueConstraint("user_id", "sha256", name=op.f("uq_vault_files_user_id")),
    )
    with op.batch_alter_table("vault_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vault_files_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_vault_files_user_id"), ["user_id"], unique=False)

    op.create_table(
        "file_uses",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vault_file_id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=17), nullable=False),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("material_id", sa.String(length=48), nullable=False),
        sa.Column("material_name", sa.String(length=200), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_file_uses_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["vault_file_id"], ["vault_files.id"], name=op.f("fk_file_uses_vault_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_uses")),
        sa.UniqueConstraint(
            "vault_file_id", "case_number", "material_id", name=op.f("uq_file_uses_vault_file_id")
        ),
    )
    with op.batch_alter_table("file_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_uses_case_number"), ["case_number"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_file_uses_vault_file_id"), ["vault_file_id"], unique=False
        )

    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thumbnail_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("scan", sa.String(length=16), server_default="off", nullable=False)
        )
        batch_op.add_column(sa.Column("vault_file_id", sa.String(length=32), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_case_files_vault_file_id"), ["vault_file_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_files_vault_file_id"))
        batch_op.drop_column("vault_file_id")
        batch_op.drop_column("scan")
        batch_op.drop_column("thumbnail_sha256")

    op.drop_table("file_uses")
    op.drop_table("vault_files")
    op.drop_table("vault_consents")
    op.drop_table("file_uploads")
