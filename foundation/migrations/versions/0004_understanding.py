"""What a message asked for stands plain beside it, and officers correct it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("act", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("confidence", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("item_code", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("style", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("gist", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_messages_direction_at", ["direction", "created_at"], unique=False)
        batch_op.create_index("ix_messages_gist_at", ["gist", "created_at"], unique=False)

    op.create_table(
        "corrections",
        sa.Column("message_id", sa.String(length=32), autoincrement=False, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("right_act", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("author_name", sa.String(length=100), nullable=False),
        sa.Column("reviewer_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_corrections_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_corrections_state"))

    op.drop_table("corrections")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_gist_at")
        batch_op.drop_index("ix_messages_direction_at")
        batch_op.drop_column("gist")
        batch_op.drop_column("style")
        batch_op.drop_column("item_code")
        batch_op.drop_column("confidence")
        batch_op.drop_column("act")
